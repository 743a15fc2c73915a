"""Is the program fit to work? `/healthz` answers without a login and tells nothing secret."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS = {"database": database_answers, "migrations": migrations_are_applied}


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with every check green, else 503 naming the red ones."""
    results = {name: _passes(check) for name, check in CHECKS.items()}
    fit = all(results.values())
    return JsonResponse({"ok": fit, "checks": results}, status=200 if fit else 503)


def _passes(check) -> bool:
    try:
        return bool(check())
    except Exception:  # a red light, whatever the reason: the log holds it
        import logging

        logging.getLogger(__name__).exception("health check failed")
        return False
