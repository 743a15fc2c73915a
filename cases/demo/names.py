"""Names to invent people from, and IINs that can belong to nobody alive."""

from random import Random

from cases import iin

MEN = [
    "Әбдіғани",
    "Ғалымжан",
    "Қуаныш",
    "Шыңғыс",
    "Өміржан",
    "Ұлан",
    "Үсен",
    "Жаһангер",
    "Ілияс",
    "Әділет",
    "Бауыржан",
    "Дәурен",
    "Ермек",
    "Жандос",
    "Қайрат",
    "Мейіржан",
    "Нұрлан",
    "Оразбек",
    "Рүстем",
    "Сәкен",
    "Тимур",
    "Айдос",
    "Асқар",
    "Бекзат",
    "Дархан",
    "Ерлан",
    "Қанат",
    "Мұрат",
    "Серік",
    "Талғат",
    "Андрей",
    "Алексей",
    "Дмитрий",
    "Иван",
    "Максим",
    "Сергей",
    "Виктор",
    "Руслан",
    "Азат",
    "Ринат",
    "Марат",
    "Санжар",
    "Олжас",
    "Әлібек",
    "Мақсат",
    "Дидар",
    "Арман",
    "Нұрбол",
    "Сұңғат",
    "Жәнібек",
]
WOMEN = [
    "Гауһар",
    "Іңкәр",
    "Әсел",
    "Күләш",
    "Ұлжан",
    "Үміт",
    "Өрзия",
    "Қарлығаш",
    "Айгүл",
    "Динара",
    "Жанар",
    "Зәуре",
    "Мөлдір",
    "Нұргүл",
    "Сәуле",
    "Толқын",
    "Ақбота",
    "Перизат",
    "Рысты",
    "Шолпан",
    "Анна",
    "Елена",
    "Мария",
    "Ольга",
    "Татьяна",
]
KAZAKH = [
    "Сейітқали",
    "Ахметов",
    "Бекенов",
    "Ғабдуллин",
    "Дүйсенов",
    "Ермеков",
    "Жүнісов",
    "Қасымов",
    "Мұқанов",
    "Нұрпейісов",
    "Оразалиев",
    "Өтегенов",
    "Рахымов",
    "Сүлейменов",
    "Төлеубаев",
    "Ұзақбаев",
    "Үсенов",
    "Шәріпов",
    "Ыбыраев",
    "Әлімжанов",
    "Байжанов",
    "Досмағамбетов",
    "Есенгелдин",
    "Жақсыбеков",
    "Кенжебаев",
    "Қожахметов",
    "Мәмбетов",
    "Сағындықов",
    "Тоқтарбаев",
    "Һасенов",
    "Ілиясов",
    "Тәжібаев",
    "Мырзахметов",
    "Құрманғалиев",
    "Сәрсенов",
    "Бөкеев",
]
RUSSIAN = ("Иванов", "Ким", "Петров", "Ли", "Сидоров", "Абдуллаев", "Волков", "Юсупов", "Цой")
FATHERS = [
    "Әбіл",
    "Болат",
    "Ғани",
    "Дәулет",
    "Ермек",
    "Жұмабай",
    "Қадыр",
    "Мәлік",
    "Нұрлан",
    "Оразбай",
    "Рүстем",
    "Сабыр",
    "Төлеген",
    "Ұзақ",
    "Үмбет",
    "Шәкір",
    "Ыдырыс",
]


RUSSIAN_FATHERS = (
    ("Александрович", "Александровна"),
    ("Иванович", "Ивановна"),
    ("Сергеевич", "Сергеевна"),
    ("Викторович", "Викторовна"),
    ("Маратович", "Маратовна"),
)


def invented_name(rng: Random, woman: bool) -> dict[str, str]:
    """Surname, given name and patronymic; some people have no patronymic."""
    given = rng.choice(WOMEN if woman else MEN)
    slavic = rng.random() < 0.18
    surname = rng.choice(RUSSIAN if slavic else KAZAKH)
    if woman and surname.endswith(("ов", "ев", "ин")):
        surname += "а"
    if slavic:
        father = rng.choice(RUSSIAN_FATHERS)[woman]
    else:
        father = f"{rng.choice(FATHERS)}{'қызы' if woman else 'ұлы'}"
    if rng.random() < 0.1:
        father = ""
    return {"surname": surname, "given_name": given, "patronymic": father}


def invented_iin(rng: Random, born: str, woman: bool, taken: set[str]) -> str:
    """A number of the right form for YYMMDD; its seventh digit means a birth before 1901."""
    while True:
        base = f"{born}{2 if woman else 1}{rng.randrange(10_000):04d}"
        digit = iin.check_digit(base)
        if digit is not None and f"{base}{digit}" not in taken:
            taken.add(f"{base}{digit}")
            return f"{base}{digit}"
