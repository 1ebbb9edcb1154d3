"""What makes the database itself refuse to change or remove a line of the audit."""

FUNCTION = "refuse_to_change_audit"

_ON_SQLITE = """
CREATE TRIGGER audit_refuses_{event} BEFORE {event} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""

_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_to_change_audit() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'check_violation'; END $$
"""

APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(_ON_SQLITE.format(event=event) for event in ("UPDATE", "DELETE")),
    "postgresql": (
        _ON_POSTGRESQL,
        "CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit()",
    ),
}
"""Statements by engine, to be run once the table is there."""
