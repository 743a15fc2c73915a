"""Offices of the demonstration: courts in several regions and the bodies around them.

Their codes begin with `demo-`, so that all of them can be taken away again.
"""

from collections.abc import Iterator

from amnesty.accounts.models import Office, Region

PREFIX = "demo-"
MAIN_COURT = "demo-court-almaty"
MAIN_REGION = "almaty"

# region, English, Russian, Kazakh name of the place
PLACES = (
    ("almaty", "Almaty", "Алматы", "Алматы"),
    ("astana", "Astana", "Астаны", "Астана"),
    ("shymkent", "Shymkent", "Шымкента", "Шымкент"),
    ("zhetisu", "Taldykorgan", "Талдыкоргана", "Талдықорған"),
    ("zhambyl", "Taraz", "Тараза", "Тараз"),
    ("kyzylorda", "Kyzylorda", "Кызылорды", "Қызылорда"),
    ("aktobe", "Aktobe", "Актобе", "Ақтөбе"),
    ("karaganda", "Karaganda", "Караганды", "Қарағанды"),
    ("abai", "Semey", "Семея", "Семей"),
)
# code, region, English, Russian, Kazakh, level
COURTS = (
    (
        MAIN_COURT,
        "almaty",
        "Almaly District Court of Almaty",
        "Алмалинский районный суд города Алматы",
        "Алматы қаласының Алмалы аудандық соты",
        "district",
    ),
    (
        "demo-court-almaty-criminal",
        "almaty",
        "Specialized Inter-district Criminal Court of Almaty",
        "Специализированный межрайонный суд по уголовным делам города Алматы",
        "Алматы қаласының қылмыстық істер жөніндегі мамандандырылған ауданаралық соты",
        "inter-district",
    ),
    (
        "demo-court-almaty-juvenile",
        "almaty",
        "Inter-district Juvenile Court of Almaty",
        "Межрайонный суд по делам несовершеннолетних города Алматы",
        "Алматы қаласының кәмелетке толмағандардың істері жөніндегі ауданаралық соты",
        "inter-district",
    ),
)
INSTITUTIONS = (
    ("demo-institution-19", "abai", "19", ""),
    ("demo-institution-34", "karaganda", "34", ""),
    ("demo-institution-161-4", "kostanay", "161/4", "УК-161/4"),
    ("demo-institution-156-17", "east-kazakhstan", "156/17", "ОВ-156/17"),
)
# kind, code, English, Russian, Kazakh; each is made for every place
AROUND = (
    ("court", "court", "City Court of {}", "Городской суд {}", "{} қалалық соты"),
    ("prosecutor", "prosecutor", "Prosecutor's Office of {}", "Прокуратура {}", "{} прокуратурасы"),
    (
        "investigator",
        "police",
        "Police Department of {}",
        "Департамент полиции {}",
        "{} полиция департаменті",
    ),
    (
        "social_service",
        "social",
        "Social Adaptation Service of {}",
        "Служба социальной адаптации {}",
        "{} әлеуметтік бейімдеу қызметі",
    ),
    (
        "probation",
        "probation",
        "Probation Service of {}",
        "Служба пробации {}",
        "{} пробация қызметі",
    ),
)


def code_of(kind: str, region: str) -> str:
    """Code of the office of a kind in a region: `demo-social-almaty`."""
    return f"{PREFIX}{kind}-{region}"


def make_offices() -> dict[str, Office]:
    """All offices of the demonstration by code; those that are missing are made."""
    regions = dict(Region.objects.values_list("code", "pk"))
    rows = list(_rows())
    Office.objects.bulk_create(
        [Office(code=code, region_id=regions[region], **values) for code, region, values in rows],
        ignore_conflicts=True,
    )
    return {office.code: office for office in Office.objects.filter(code__startswith=PREFIX)}


def _rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    for code, region, en, ru, kk, level in COURTS:
        names = {"name_en": en, "name_ru": ru, "name_kk": kk}
        yield code, region, names | {"kind": "court", "level": level}
    for region, *place in PLACES:
        for kind, code, *patterns in AROUND:
            if code_of(code, region) == MAIN_COURT:
                continue
            texts = [pattern.format(name) for pattern, name in zip(patterns, place, strict=True)]
            names = dict(zip(("name_en", "name_ru", "name_kk"), texts, strict=True))
            yield code_of(code, region), region, names | {"kind": kind}
    for code, region, number, old in INSTITUTIONS:
        names = {
            "name_en": f"Institution No. {number}",
            "name_ru": f"Учреждение № {number}",
            "name_kk": f"№ {number} мекеме",
        }
        yield code, region, names | {"kind": "institution", "old_code": old}
