from blueprints.scanning import kept_photos, offline, routes  # noqa: F401 (they add their routes)
from blueprints.scanning.blueprint import blueprint as blueprint
