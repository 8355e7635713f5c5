from blueprints.photos.routes import blueprint as blueprint
