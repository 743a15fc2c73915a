"""Coded system checks: a production start with a dangerous setting is refused with its reason."""

import zoneinfo
from datetime import datetime
from ipaddress import ip_network

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def production_is_complete(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """amnesty.E001 broker, E002 HTTPS, E003 database, E004 demo, E005 hosts; E007, E008 sign-in."""
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
        (settings.MFA_REQUIRED, "E007", "MFA_REQUIRED is off: who signs needs a second factor."),
        (settings.STEP_UP, "E008", "STEP_UP is off: an approval must ask who is there."),
    ]
    return [Error(text, id=f"amnesty.{code}") for holds, code, text in wanted if not holds]


@register()
def zone_data_is_current(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """amnesty.E006: Kazakhstan has been one zone, UTC+5, since 1 March 2024 (tz 2024a)."""
    almaty = datetime(2024, 6, 1, tzinfo=zoneinfo.ZoneInfo("Asia/Almaty")).utcoffset()
    if almaty is not None and almaty.total_seconds() == 5 * 3600:
        return []
    return [Error("The zone data of this machine is older than 2024a.", id="amnesty.E006")]


@register(Tags.security)
def proxies_are_addresses(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """amnesty.E009: TRUSTED_PROXIES holds addresses, networks or the word unix."""
    wrong = [given for given in settings.TRUSTED_PROXIES if not is_proxy(given)]
    return [
        Error(f"TRUSTED_PROXIES: “{given}” is no address.", id="amnesty.E009") for given in wrong
    ]


def is_proxy(given: str) -> bool:
    try:
        return given == "unix" or bool(ip_network(given, strict=False))
    except ValueError:
        return False
