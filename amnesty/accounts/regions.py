"""Regions of Kazakhstan as data: 14 regions and 3 cities until 8 June 2022, 17 and 3 since.

The names of the unchanged regions are seeds from general knowledge; the three new regions and
their date stand in the decree of 4 May 2022.
"""

from datetime import date

from django.db import transaction

from amnesty.accounts.models import Region

DIVIDED_ON = date(2022, 6, 8)

# code, English, Russian, Kazakh
UNCHANGED = (
    ("akmola", "Akmola region", "Акмолинская область", "Ақмола облысы"),
    ("aktobe", "Aktobe region", "Актюбинская область", "Ақтөбе облысы"),
    ("almaty-region", "Almaty region", "Алматинская область", "Алматы облысы"),
    ("atyrau", "Atyrau region", "Атырауская область", "Атырау облысы"),
    (
        "east-kazakhstan",
        "East Kazakhstan region",
        "Восточно-Казахстанская область",
        "Шығыс Қазақстан облысы",
    ),
    ("zhambyl", "Zhambyl region", "Жамбылская область", "Жамбыл облысы"),
    (
        "west-kazakhstan",
        "West Kazakhstan region",
        "Западно-Казахстанская область",
        "Батыс Қазақстан облысы",
    ),
    ("karaganda", "Karaganda region", "Карагандинская область", "Қарағанды облысы"),
    ("kostanay", "Kostanay region", "Костанайская область", "Қостанай облысы"),
    ("kyzylorda", "Kyzylorda region", "Кызылординская область", "Қызылорда облысы"),
    ("mangystau", "Mangystau region", "Мангистауская область", "Маңғыстау облысы"),
    ("pavlodar", "Pavlodar region", "Павлодарская область", "Павлодар облысы"),
    (
        "north-kazakhstan",
        "North Kazakhstan region",
        "Северо-Казахстанская область",
        "Солтүстік Қазақстан облысы",
    ),
    ("turkistan", "Turkistan region", "Туркестанская область", "Түркістан облысы"),
    ("astana", "Astana", "Астана", "Астана"),
    ("almaty", "Almaty", "Алматы", "Алматы"),
    ("shymkent", "Shymkent", "Шымкент", "Шымкент"),
)
# … and the region each was divided from
NEW = (
    ("abai", "Abai region", "область Абай", "Абай облысы", "east-kazakhstan"),
    ("zhetisu", "Zhetisu region", "область Жетісу", "Жетісу облысы", "almaty-region"),
    ("ulytau", "Ulytau region", "область Ұлытау", "Ұлытау облысы", "karaganda"),
)


@transaction.atomic
def load_regions() -> int:
    """Add the regions that are missing; returns how many were."""
    made = 0
    for code, en, ru, kk in UNCHANGED:
        made += _add(code, name_en=en, name_ru=ru, name_kk=kk)
    for code, en, ru, kk, predecessor in NEW:
        divided = Region.objects.get(code=predecessor)
        names = {"name_en": en, "name_ru": ru, "name_kk": kk}
        made += _add(code, **names, valid_from=DIVIDED_ON, predecessor=divided)
    return made


def _add(code: str, **values: object) -> bool:
    _region, is_new = Region.objects.get_or_create(code=code, defaults=values)
    return is_new
