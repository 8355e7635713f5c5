from blueprints.shelving.routes import blueprint as blueprint
