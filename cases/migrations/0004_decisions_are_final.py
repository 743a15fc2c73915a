"""What is approved stays as it is: the database itself lets only the next step through.

A later migration that rebuilds the table on SQLite drops its triggers: it must put them up again
(tests/cases/test_deciding.py fails until it does). Decisions about invented people may be removed.
"""

from django.db import migrations

CONTENT = (
    "assessment_id body office_id decider act_number decided_on outcome new_end frees_person "
    "released_on differs reason supersedes_id"
)
FIXED = "id case_id author_id created_at"
APPROVAL = "approved_by_id approved_at approval_note identity_checked digest"
EXECUTION = "executed_by_id executed_at"
REVOCATION = "revoked_by_id revoked_at revocation_reason"
STEPS = (
    "draft>draft draft>approved draft>revoked approved>approved approved>executed "
    "approved>revoked executed>executed executed>revoked revoked>revoked"
)


def changed(columns, differs):
    return " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in columns.split())


def refused(differs):
    """The condition under which an update is no step of a decision's life."""
    steps = ", ".join(f"'{step}'" for step in STEPS.split())
    return f"""
        OLD.state || '>' || NEW.state NOT IN ({steps})
        OR ({changed(FIXED, differs)})
        OR (NOT (OLD.state = 'draft' AND NEW.state = 'draft') AND ({changed(CONTENT, differs)}))
        OR (NOT (OLD.state = 'draft' AND NEW.state = 'approved')
            AND ({changed(APPROVAL, differs)}))
        OR (NOT (OLD.state = 'approved' AND NEW.state = 'executed')
            AND ({changed(EXECUTION, differs)}))
        OR (NOT (OLD.state <> 'revoked' AND NEW.state = 'revoked')
            AND ({changed(REVOCATION, differs)}))
    """


STAYS = """
    OLD.state <> 'draft' AND NOT EXISTS (
        SELECT 1 FROM cases_case JOIN cases_defendant ON cases_defendant.id = cases_case.defendant_id
        WHERE cases_case.id = OLD.case_id AND cases_defendant.is_demo)
"""
SQLITE = [
    f"CREATE TRIGGER a_decision_is_not_changed BEFORE UPDATE ON cases_decision "
    f"WHEN {refused('IS NOT')} BEGIN SELECT RAISE(ABORT, 'an approved decision is final'); END",
    f"CREATE TRIGGER a_decision_is_not_removed BEFORE DELETE ON cases_decision "
    f"WHEN {STAYS} BEGIN SELECT RAISE(ABORT, 'an approved decision is final'); END",
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION a_decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {refused("IS DISTINCT FROM")} THEN
                RAISE EXCEPTION 'an approved decision is final' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF {STAYS} THEN
            RAISE EXCEPTION 'an approved decision is final' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END $$
    """,
    "CREATE TRIGGER a_decision_is_final BEFORE UPDATE OR DELETE ON cases_decision "
    "FOR EACH ROW EXECUTE FUNCTION a_decision_is_final()",
]
UNDO_SQLITE = ["DROP TRIGGER a_decision_is_not_changed", "DROP TRIGGER a_decision_is_not_removed"]
UNDO_POSTGRESQL = [
    "DROP TRIGGER a_decision_is_final ON cases_decision",
    "DROP FUNCTION a_decision_is_final()",
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
    dependencies = [("cases", "0003_decisions_by_two_people")]
    operations = [migrations.RunPython(protect, release)]
