from blueprints.signing_in.routes import blueprint as blueprint
