"""A decision comes into the world as a draft: none is inserted that is approved already.

With 0004 this closes the last way past the three people: what is approved was a draft before, and
took its steps one by one. A later migration that rebuilds the table on SQLite drops its triggers:
it must put them up again (tests/cases/test_deciding.py fails until it does).
"""

from django.db import migrations

SIGNATURES = [
    "approved_by_id",
    "approved_at",
    "executed_by_id",
    "executed_at",
    "revoked_by_id",
    "revoked_at",
]
SIGNED = "NEW.state <> 'draft' OR " + " OR ".join(f"NEW.{name} IS NOT NULL" for name in SIGNATURES)
WORDS = "a decision begins as a draft"
SQLITE = [
    f"CREATE TRIGGER a_decision_begins_as_a_draft BEFORE INSERT ON cases_decision "
    f"WHEN {SIGNED} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION a_decision_begins_as_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {SIGNED} THEN
            RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER a_decision_begins_as_a_draft BEFORE INSERT ON cases_decision "
    "FOR EACH ROW EXECUTE FUNCTION a_decision_begins_as_a_draft()",
]
UNDO_SQLITE = ["DROP TRIGGER a_decision_begins_as_a_draft"]
UNDO_POSTGRESQL = [
    "DROP TRIGGER a_decision_begins_as_a_draft ON cases_decision",
    "DROP FUNCTION a_decision_begins_as_a_draft()",
]


def protect(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in UNDO_SQLITE if sqlite else UNDO_POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_drafts")]
    operations = [migrations.RunPython(protect, release)]
