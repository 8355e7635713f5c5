from blueprints.desk import (  # noqa: F401 (they add their routes)
    carrier_claims,
    custody,
    customers,
    decisions,
    exceptions,
    explaining,
    last_acts,
    letters,
    lists,
    opening,
    resolutions,
    rmas,
    settlements,
    unidentified,
    units,
)
from blueprints.desk.blueprint import blueprint as blueprint
