from blueprints.printing.routes import blueprint as blueprint
