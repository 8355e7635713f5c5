from blueprints.packing.routes import blueprint as blueprint
