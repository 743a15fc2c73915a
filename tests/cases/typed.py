"""What a clerk types into the registration page: the plainest covered case, one thing changed."""

from amnesty.accounts.models import Office


def typed_case(court: Office, **changes: str) -> dict[str, str]:
    """Form data of a new case; `offenses__0__part="1"` stands for the field offenses-0-part.

    A value of None takes the field out of the form.
    """
    data = {
        "case-court": str(court.pk),
        "case-stage": "serving",
        "case-recidivism": "none",
        "person-surname": "Сейітқали",
        "person-given_name": "Әбдіғани",
        "person-birth_date": "15.01.1990",
        "offenses-TOTAL_FORMS": "1",
        "offenses-INITIAL_FORMS": "0",
        "offenses-0-article": "272",
        "offenses-0-part": "2",
        "offenses-0-committed_from": "05.01.2022",
        "offenses-0-nexus": "riot",
        "offenses-0-in_kazakhstan": "yes",
        "sentence-kind": "imprisonment",
        "sentence-years": "4",
        "sentence-facility": "medium",
        "sentence-starts_on": "01.07.2022",
        "custody-TOTAL_FORMS": "1",
        "custody-INITIAL_FORMS": "0",
        "custody-0-kind": "custody",
        "custody-0-from_on": "10.01.2022",
    }
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in data.items() if value is not None}


def another_offense(number: int, **values: str) -> dict[str, str]:
    """One more row of the offenses, in the form of `typed_case`'s changes."""
    row = {"article": "188", "part": "1", "committed_from": "06.01.2022"} | values
    rows = {f"offenses__{number}__{name}": value for name, value in row.items()}
    return rows | {"offenses__TOTAL_FORMS": str(number + 1)}
