"""What was proposed or in use stays as it is: the database itself refuses another content.

A later migration that rebuilds the table on SQLite drops its triggers: it must put them up again
(tests/cases/test_activating.py fails until it does).
"""

from django.db import migrations
from django.db.models import F

CONTENT = "code title_en title_ru title_kk valid_from data digest created_at"
SIGNATURES = "proposed_by_id proposed_at activated_by_id activated_at"
STANDS = """
    (OLD.proposed_at IS NOT NULL OR OLD.activated_at IS NOT NULL OR OLD.is_active
     OR EXISTS (SELECT 1 FROM cases_assessment WHERE cases_assessment.rule_set_id = OLD.id))
"""
WORDS = "a rule set that was proposed or used is not changed"


def refused(differs):
    content = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in CONTENT.split())
    signed = " OR ".join(
        f"(OLD.{name} IS NOT NULL AND OLD.{name} {differs} NEW.{name})"
        for name in SIGNATURES.split()
    )
    return f"({STANDS} AND ({content})) OR {signed}"


SQLITE = [
    f"CREATE TRIGGER a_rule_set_is_not_changed BEFORE UPDATE ON cases_ruleset "
    f"WHEN {refused('IS NOT')} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER a_rule_set_is_not_removed BEFORE DELETE ON cases_ruleset "
    f"WHEN {STANDS} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION a_rule_set_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {refused("IS DISTINCT FROM")} THEN
                RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF {STANDS} THEN
            RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END $$
    """,
    "CREATE TRIGGER a_rule_set_stays BEFORE UPDATE OR DELETE ON cases_ruleset "
    "FOR EACH ROW EXECUTE FUNCTION a_rule_set_stays()",
]
UNDO_SQLITE = ["DROP TRIGGER a_rule_set_is_not_changed", "DROP TRIGGER a_rule_set_is_not_removed"]
UNDO_POSTGRESQL = [
    "DROP TRIGGER a_rule_set_stays ON cases_ruleset",
    "DROP FUNCTION a_rule_set_stays()",
]


def date_what_is_in_use(apps, schema_editor):
    """The shipped rule set came into use when it was loaded; nobody proposed it."""
    rule_sets = apps.get_model("cases", "RuleSet").objects
    rule_sets.filter(is_active=True).update(activated_at=F("created_at"))


def protect(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in UNDO_SQLITE if sqlite else UNDO_POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_rule_sets_by_two_people")]
    operations = [
        migrations.RunPython(date_what_is_in_use, migrations.RunPython.noop),
        migrations.RunPython(protect, release),
    ]
