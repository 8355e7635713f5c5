"""Every blueprint, in one list."""

from __future__ import annotations

from blueprints.health import blueprint as health
from blueprints.importing import blueprint as importing
from blueprints.photos import blueprint as photos
from blueprints.portal import links, parcels, portal
from blueprints.printing import blueprint as printing
from blueprints.scanning import blueprint as scanning
from blueprints.signing_in import blueprint as signing_in

BLUEPRINTS = (health, importing, links, parcels, photos, portal, printing, signing_in, scanning)
