from blueprints.scanning import kept_photos, not_taken, offline, own_id, routes  # noqa: F401 (they add their routes)
from blueprints.scanning.blueprint import blueprint as blueprint
