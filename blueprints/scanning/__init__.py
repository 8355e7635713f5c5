from blueprints.scanning.routes import blueprint as blueprint
