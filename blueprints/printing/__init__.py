from blueprints.printing import labels, printers, runs, templates  # noqa: F401 (they add their routes)
from blueprints.printing.routes import blueprint as blueprint
