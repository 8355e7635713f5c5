from blueprints.admin.routes import blueprint as blueprint
