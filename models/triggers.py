"""What the database itself holds, whoever writes to it: the log only grows, what it names stays, nobody is paid twice.

Reinstalled after every migration, because a table rebuilt on SQLite loses its triggers silently.
"""

from __future__ import annotations

import sqlalchemy as sa

COUNTED = "('refund','credit')"
NAMED_BY_THE_LOG = ("staff", "station", "tablet")  # by models.db.shared_id, without a foreign key

_SQLITE = f"""
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement
  BEGIN SELECT RAISE(ABORT, 'movements are never changed'); END;
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement
  BEGIN SELECT RAISE(ABORT, 'movements are never deleted'); END;
CREATE TRIGGER settlement_insert_counts AFTER INSERT ON settlement
  WHEN NEW.kind IN {COUNTED} AND NEW.state <> 'void' AND NEW.order_id IS NOT NULL
  BEGIN UPDATE "order" SET refunded_minor = refunded_minor + NEW.amount_minor WHERE id = NEW.order_id; END;
CREATE TRIGGER settlement_delete_counts AFTER DELETE ON settlement
  WHEN OLD.kind IN {COUNTED} AND OLD.state <> 'void' AND OLD.order_id IS NOT NULL
  BEGIN UPDATE "order" SET refunded_minor = refunded_minor - OLD.amount_minor WHERE id = OLD.order_id; END;
CREATE TRIGGER settlement_update_counts AFTER UPDATE ON settlement
  WHEN OLD.kind IN {COUNTED} AND OLD.order_id IS NOT NULL
  BEGIN UPDATE "order" SET refunded_minor = refunded_minor
    - CASE WHEN OLD.state <> 'void' THEN OLD.amount_minor ELSE 0 END
    + CASE WHEN NEW.state <> 'void' THEN NEW.amount_minor ELSE 0 END
    WHERE id = OLD.order_id; END;
CREATE TRIGGER settlement_needs_resolution BEFORE INSERT ON settlement
  WHEN NEW.kind IN {COUNTED} AND NEW.unit_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unit WHERE id = NEW.unit_id
    AND resolution IN ('refund','partial_refund_keep','store_credit','exchange'))
  BEGIN SELECT RAISE(ABORT, 'a unit is paid for only if its resolution says so'); END;
CREATE TRIGGER replacement_needs_resolution BEFORE INSERT ON unit
  WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unit WHERE id = NEW.replaces_id AND resolution IN ('replacement','exchange'))
  BEGIN SELECT RAISE(ABORT, 'a unit is replaced only if its resolution says so'); END;
""" + "".join(f"""
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}"
  BEGIN SELECT RAISE(ABORT, 'the log names this row: it is never deleted'); END;
""" for table in NAMED_BY_THE_LOG)

_POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION backhaul_refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'movements are never changed or deleted'; END $$;
CREATE OR REPLACE FUNCTION backhaul_keep() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the log names this row: it is never deleted'; END $$;
CREATE OR REPLACE FUNCTION backhaul_count_refunds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' AND OLD.kind IN {COUNTED} AND OLD.state <> 'void' AND OLD.order_id IS NOT NULL THEN
    UPDATE "order" SET refunded_minor = refunded_minor - OLD.amount_minor WHERE id = OLD.order_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.kind IN {COUNTED} AND NEW.state <> 'void' AND NEW.order_id IS NOT NULL THEN
    UPDATE "order" SET refunded_minor = refunded_minor + NEW.amount_minor WHERE id = NEW.order_id;
  END IF;
  RETURN NULL; END $$;
CREATE OR REPLACE FUNCTION backhaul_paid_by_resolution() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.kind IN {COUNTED} AND NEW.unit_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unit WHERE id = NEW.unit_id
    AND resolution IN ('refund','partial_refund_keep','store_credit','exchange')) THEN
    RAISE EXCEPTION 'a unit is paid for only if its resolution says so'; END IF;
  RETURN NEW; END $$;
CREATE OR REPLACE FUNCTION backhaul_replaced_by_resolution() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unit WHERE id = NEW.replaces_id AND resolution IN ('replacement','exchange')) THEN
    RAISE EXCEPTION 'a unit is replaced only if its resolution says so'; END IF;
  RETURN NEW; END $$;
"""

_POSTGRESQL_TRIGGERS = {
    "movement_no_change": "BEFORE UPDATE OR DELETE ON movement FOR EACH ROW EXECUTE FUNCTION backhaul_refuse()",
    "movement_no_truncate": "BEFORE TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION backhaul_refuse()",
    "settlement_counts": "AFTER INSERT OR UPDATE OR DELETE ON settlement FOR EACH ROW"
                         " EXECUTE FUNCTION backhaul_count_refunds()",
    "settlement_needs_resolution": "BEFORE INSERT ON settlement FOR EACH ROW"
                                   " EXECUTE FUNCTION backhaul_paid_by_resolution()",
    "replacement_needs_resolution": "BEFORE INSERT ON unit FOR EACH ROW"
                                    " EXECUTE FUNCTION backhaul_replaced_by_resolution()",
    **{f"{table}_no_delete": f"BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION backhaul_keep()"
       for table in NAMED_BY_THE_LOG},
}


def install(connection: sa.Connection) -> None:
    """Drop and create every trigger of ours. Safe to call again."""
    if connection.dialect.name == "sqlite":
        _install_sqlite(connection)
    else:
        _install_postgresql(connection)


def _install_sqlite(connection: sa.Connection) -> None:
    for statement in _SQLITE.split("END;"):
        if text := statement.strip():
            name = text.split()[2]
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(text + " END")


def _install_postgresql(connection: sa.Connection) -> None:
    for statement in _POSTGRESQL_FUNCTIONS.split("CREATE OR REPLACE")[1:]:
        connection.exec_driver_sql(("CREATE OR REPLACE" + statement).replace("%", "%%"))
    for name, rest in _POSTGRESQL_TRIGGERS.items():
        table = rest.split(" ON ")[1].split()[0]
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {rest}")
