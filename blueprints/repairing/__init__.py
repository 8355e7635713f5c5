from blueprints.repairing.routes import blueprint as blueprint
