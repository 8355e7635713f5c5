from blueprints.importing.routes import blueprint as blueprint
