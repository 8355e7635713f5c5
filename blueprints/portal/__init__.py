from blueprints.portal import details, packing, quotes  # noqa: F401 (they add their routes)
from blueprints.portal.links import blueprint as links
from blueprints.portal.parcels import blueprint as parcels
from blueprints.portal.request import blueprint as portal

__all__ = ["links", "parcels", "portal"]
