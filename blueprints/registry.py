"""Every blueprint, in one list."""

from __future__ import annotations

from blueprints.admin import blueprint as admin
from blueprints.desk import blueprint as desk
from blueprints.health import blueprint as health
from blueprints.importing import blueprint as importing
from blueprints.packing import blueprint as packing
from blueprints.photos import blueprint as photos
from blueprints.portal import links, parcels, portal
from blueprints.printing import blueprint as printing
from blueprints.repairing import blueprint as repairing
from blueprints.scanning import blueprint as scanning
from blueprints.shelving import blueprint as shelving
from blueprints.signing_in import blueprint as signing_in

BLUEPRINTS = (admin, desk, health, importing, links, packing, parcels, photos, portal, printing, repairing,
              scanning, shelving, signing_in)
