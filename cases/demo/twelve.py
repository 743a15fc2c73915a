"""The first twelve: every outcome, every exclusion and every state of a finding occurs in them."""

from datetime import date

from cases.demo.stories import Order, Story, Values, count, held, punishment, term

SERVING = {"stage": "serving", "recidivism": "none"}
TRIAL = {"stage": "trial"}


def person(
    surname: str, given_name: str, patronymic: str, born: date, woman: bool = False
) -> Values:
    sex = "female" if woman else "male"
    names = {"surname": surname, "given_name": given_name, "patronymic": patronymic}
    return names | {"birth_date": born, "sex": sex, "language": "kk"}


TWELVE = (
    # release, executed: the person went free and is followed up
    Story(
        person("Сейітқали", "Әбдіғани", "Ғалымұлы", date(1990, 1, 15)),
        SERVING,
        [count("188", "2")],
        punishment(30, facility="minimum"),
        held(),
        order=Order("executed", days_ago=18),
    ),
    # terminate: the investigating body ended the case
    Story(
        person("Құрманғалиева", "Үміт", "Бөкейқызы", date(1984, 8, 30), woman=True),
        {"stage": "pretrial", "objects_to_termination": False},
        [count("202", "1", day=6)],
        order=Order("executed", days_ago=40),
    ),
    # continue to the verdict: the person objects
    Story(
        person("Өтегенов", "Шыңғыс", "Жаһангерұлы", date(1979, 3, 2)),
        TRIAL | {"objects_to_termination": True},
        [count("188", "1", day=6)],
    ),
    # reduce, the new release date has passed, nobody has decided yet
    Story(
        person("Ұзақбаев", "Іляс", "Өміржанұлы", date(1995, 11, 23)),
        SERVING,
        [count("272", "2")],
        punishment(48),
        held(),
    ),
    # reduce at sentencing: a grave charge before the verdict
    Story(
        person("Һасенова", "Гауһар", "Дәулетқызы", date(1999, 5, 9), woman=True),
        TRIAL | {"recidivism": "none"},
        [count("272", "2", day=6), count("191", "2", day=6)],
    ),
    # lift the record: served before the act came into force
    Story(
        person("Ермеков", "Қуаныш", "Мәлікұлы", date(1988, 12, 1)),
        {"stage": "served", "recidivism": "none"},
        [count("149", "2")],
        punishment(6, "restriction_of_liberty", served_on=date(2022, 10, 14)),
        held(date(2022, 1, 12), date(2022, 1, 31)),
        order=Order("executed", days_ago=60),
    ),
    # combined: a grave and a lighter count
    Story(
        person("Мұқанов", "Нұрлан", "Төлегенұлы", date(1992, 4, 17)),
        SERVING,
        [count("188", "1", **term(24)), count("272", "2", **term(60))],
        punishment(60),
        held(date(2022, 1, 12)),
        order=Order("draft", days_ago=2),
    ),
    # no effect, and a court that decided otherwise
    Story(
        person("Сағындықов", "Еркебұлан", "Әбілұлы", date(1986, 9, 6)),
        {"stage": "served", "recidivism": "none"},
        [count("191", "2")],
        punishment(8, served_on=date(2022, 10, 25)),
        held(),
        order=Order(
            "executed",
            days_ago=75,
            outcome="lift_record",
            differs="reading",
            reason="Сот сотталушының өтінішхаты бойынша соттылықты алып тастады.",
        ),
    ),
    # not covered: two days after the window
    Story(
        person("Ким", "Виктор", "Сергеевич", date(1981, 7, 28)),
        SERVING,
        [count("188", "2", day=9)],
        punishment(36),
        held(date(2022, 1, 15)),
    ),
    # excluded, by five grounds: an organizer with an earlier conviction
    Story(
        person("Төлеубаев", "Дәурен", "Ыдырысұлы", date(1975, 2, 11)),
        {"stage": "serving", "recidivism": "dangerous"},
        [count("272", "1"), count("255", "1"), count("174", "1"), count("175", "1")],
        punishment(180, facility="maximum"),
        held(date(2022, 1, 9)),
        convictions=[
            {
                "article": "191 ч. 3",
                "gravity": "grave",
                "imprisoned": True,
                "sentenced_on": date(2012, 5, 17),
                "source": "Үкім, 2012 ж.",
            }
        ],
        order=Order("approved", days_ago=3),
    ),
    # needs review: a fact is missing, and one article is read in two ways
    Story(
        person("Жақсыбекова", "Іңкәр", "Үмбетқызы", date(1997, 10, 19), woman=True),
        SERVING,
        [count("269", "1"), count("188", "2", nexus="")],
        punishment(84),
        held(),
    ),
    # excluded, by three grounds: an officer; a decision that was revoked
    Story(
        person("Рахымов", "Сәкен", "Қадырұлы", date(1983, 6, 3)),
        SERVING,
        [
            count("146", "2", day=7, nexus="suppression"),
            count("361", "1", day=7, nexus="suppression"),
            count("122", "1", day=7, nexus="none", victim_minor=True),
        ],
        punishment(72),
        held(date(2022, 2, 21)),
        order=Order("revoked", days_ago=30, reason="Актінің нөмірі қате жазылған."),
    ),
)
