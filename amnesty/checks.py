"""Coded system checks: a production start with a dangerous setting is refused with its reason."""

import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def production_is_complete(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """amnesty.E001 broker, E002 HTTPS, E003 database, E004 demo; E005 hosts."""
    wanted = [
        (bool(settings.REDIS_URL), "E001", "REDIS_URL is not set: production needs a broker."),
        (settings.SECURE_SSL_REDIRECT, "E002", "Set AMNESTY_ENV=production: pages go over HTTPS."),
        (
            not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
            "E003",
            "DATABASE_URL names SQLite: production needs PostgreSQL.",
        ),
        (not settings.DEMO, "E004", "AMNESTY_DEMO is on: no demonstration in production."),
        (bool(settings.ALLOWED_HOSTS), "E005", "ALLOWED_HOSTS is empty."),
    ]
    return [Error(text, id=f"amnesty.{code}") for holds, code, text in wanted if not holds]


@register()
def zone_data_is_current(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """amnesty.E006: Kazakhstan has been one zone, UTC+5, since 1 March 2024 (tz 2024a)."""
    almaty = datetime(2024, 6, 1, tzinfo=zoneinfo.ZoneInfo("Asia/Almaty")).utcoffset()
    if almaty is not None and almaty.total_seconds() == 5 * 3600:
        return []
    return [Error("The zone data of this machine is older than 2024a.", id="amnesty.E006")]
