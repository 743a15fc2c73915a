"""Loads the shipped directory: directions, their services, the row of the office policy."""

import tomllib
from pathlib import Path

from django.apps import AppConfig
from django.db import connections, transaction

from resocialization.models import Direction, Policy, Service

DIRECTORY = Path(__file__).parent / "data" / "directory.toml"


@transaction.atomic
def load_resocialization(file: Path = DIRECTORY) -> int:
    """Add the rows that are missing; returns how many were. What people changed is left alone."""
    shipped = tomllib.loads(file.read_text(encoding="utf-8"))
    made = 0
    for row in shipped["direction"]:
        made += _add(Direction, row)
    directions = {direction.code: direction for direction in Direction.objects.all()}
    for row in shipped["service"]:
        values = row | {"direction": directions[row["direction"]]}
        made += _add(Service, values | {"opens_plan": values.pop("opens", "")})
    _policy, is_new = Policy.objects.get_or_create(pk=1)
    return made + is_new


def _add(model: type[Direction | Service], row: dict) -> bool:
    values = {name: value for name, value in row.items() if name not in {"code", "opens"}}
    _row, is_new = model.objects.get_or_create(code=row["code"], defaults=values)
    return is_new


def load_after_migrate(sender: AppConfig, using: str = "default", **kwargs: object) -> None:
    """Forward of post_migrate: a migrated database has its directory; one taken back has none."""
    if Policy._meta.db_table in connections[using].introspection.table_names():
        load_resocialization()
