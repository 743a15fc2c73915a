"""The trail is added to, never edited: the database itself refuses a change or a removal."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER trail_is_not_changed BEFORE UPDATE ON accounts_event "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER trail_is_not_removed BEFORE DELETE ON accounts_event "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE ON accounts_event "
    "FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()",
]
UNDO_SQLITE = ["DROP TRIGGER trail_is_not_changed", "DROP TRIGGER trail_is_not_removed"]
UNDO_POSTGRESQL = [
    "DROP TRIGGER trail_is_append_only ON accounts_event",
    "DROP FUNCTION trail_is_append_only()",
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
    dependencies = [("accounts", "0002_audit_trail")]
    operations = [migrations.RunPython(protect, release)]
