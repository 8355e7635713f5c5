"""Every blueprint, in one list."""

from __future__ import annotations

from blueprints.health import blueprint as health
from blueprints.scanning import blueprint as scanning
from blueprints.signing_in import blueprint as signing_in

BLUEPRINTS = (health, signing_in, scanning)
