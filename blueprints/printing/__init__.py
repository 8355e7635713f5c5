from blueprints.printing import runs as runs
from blueprints.printing.routes import blueprint as blueprint
