"""The facts of a dossier in words: label, question, where the form asks for it, values."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import codes
from cases.wording.values import day_words, term_words

INDEX = re.compile(r"\[\d+\]")

Text = str | Promise


class Fact(NamedTuple):
    """One fact: its label, the question that asks for it, the card and the fields of the form."""

    label: Text
    question: Text
    card: str
    fields: tuple[str, ...]


FACTS: dict[str, Fact] = {
    "as_of": Fact(gettext_lazy("Day of the calculation"), gettext_lazy("For which day?"), "", ()),
    "defendant.birth_date": Fact(
        gettext_lazy("Date of birth"),
        gettext_lazy("When was the person born?"),
        "person",
        ("birth_date",),
    ),
    "stage": Fact(
        gettext_lazy("Stage"),
        gettext_lazy("Where do the proceedings stand?"),
        "case",
        ("stage",),
    ),
    "objects_to_termination": Fact(
        gettext_lazy("Objection to termination"),
        gettext_lazy("Does the person object to the termination of the case?"),
        "circumstances",
        ("objects_to_termination",),
    ),
    "recidivism": Fact(
        gettext_lazy("Recidivism, as the court found"),
        gettext_lazy("Did the court find recidivism in the verdict?"),
        "circumstances",
        ("recidivism",),
    ),
    "offenses.article": Fact(
        gettext_lazy("Article"),
        gettext_lazy("Under which article of the Criminal Code?"),
        "offenses",
        ("article",),
    ),
    "offenses.part": Fact(
        gettext_lazy("Part of the article"),
        gettext_lazy("Under which part of the article?"),
        "offenses",
        ("part",),
    ),
    "offenses.points": Fact(
        gettext_lazy("Points of the article"),
        gettext_lazy("Under which points of the article?"),
        "offenses",
        ("points", "no_points"),
    ),
    "offenses.committed_from": Fact(
        gettext_lazy("Day of the offense"),
        gettext_lazy("On which day was the offense committed?"),
        "offenses",
        ("committed_from", "committed_to"),
    ),
    "offenses.committed_to": Fact(
        gettext_lazy("Last day of the offense"),
        gettext_lazy("On which day did the offense end?"),
        "offenses",
        ("committed_to",),
    ),
    "offenses.in_kazakhstan": Fact(
        gettext_lazy("Committed in Kazakhstan"),
        gettext_lazy("Was the offense committed in Kazakhstan?"),
        "offenses",
        ("in_kazakhstan",),
    ),
    "offenses.nexus": Fact(
        gettext_lazy("Connection with the riots"),
        gettext_lazy("Is the offense connected with the mass riots or with their suppression?"),
        "offenses",
        ("nexus",),
    ),
    "offenses.victim_minor": Fact(
        gettext_lazy("Victim was a minor"),
        gettext_lazy("Was the victim a minor?"),
        "offenses",
        ("victim_minor",),
    ),
    "offenses.term": Fact(
        gettext_lazy("Term for this offense"),
        gettext_lazy("Which term did the court fix for this offense alone?"),
        "offenses",
        ("years", "months", "days"),
    ),
    "sentence.kind": Fact(
        gettext_lazy("Main punishment"),
        gettext_lazy("Which main punishment did the court impose?"),
        "sentence",
        ("kind",),
    ),
    "sentence.manner": Fact(
        gettext_lazy("Execution of the punishment"),
        gettext_lazy("How is the punishment executed?"),
        "sentence",
        ("manner",),
    ),
    "sentence.term": Fact(
        gettext_lazy("Final term"),
        gettext_lazy("Which final term did the court appoint?"),
        "sentence",
        ("years", "months", "days"),
    ),
    "sentence.starts_on": Fact(
        gettext_lazy("Verdict in force on"),
        gettext_lazy("On which day did the verdict enter into force?"),
        "sentence",
        ("starts_on",),
    ),
    "sentence.facility": Fact(
        gettext_lazy("Facility"),
        gettext_lazy("In which kind of facility is the term served?"),
        "sentence",
        ("facility",),
    ),
    "sentence.custody": Fact(
        gettext_lazy("Detention before the term"),
        gettext_lazy("Was the person detained before the term began?"),
        "custody",
        (),
    ),
    "sentence.served_on": Fact(
        gettext_lazy("Fully served on"),
        gettext_lazy("On which day was the punishment fully served?"),
        "sentence",
        ("served_on",),
    ),
    "sentence.additional": Fact(
        gettext_lazy("Additional punishments"),
        gettext_lazy("Which additional punishments did the court impose?"),
        "sentence",
        ("additional_state", "additional"),
    ),
}

CHOICES: dict[str, type] = {
    "stage": codes.Stage,
    "recidivism": codes.Recidivism,
    "offenses.nexus": codes.Nexus,
    "offenses.gravity": codes.Gravity,
    "sentence.kind": codes.Punishment,
    "sentence.manner": codes.Manner,
    "sentence.facility": codes.Facility,
    "sentence.custody.kind": codes.Detention,
}


def shape_of(path: str) -> str:
    """The path without its indexes: `offenses[3].nexus` is of the shape `offenses.nexus`."""
    return INDEX.sub("", path)


def leaf_of(path: str) -> str:
    """The last name of a path, as the list filter knows it."""
    return path.rpartition(".")[2]


def fact_of(path: str) -> Fact:
    """The words of the fact at `path`; a path that the form does not know shows itself."""
    known = FACTS.get(shape_of(path))
    return known or Fact(path, path, "", ())


def value_words(path: str, value: object) -> str:
    """The value of a fact in words; None is "not known", an empty list is "none"."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return term_words(value) if "years" in value else ""
    if isinstance(value, list | tuple):
        return _custody_words(value) if path.endswith("custody") else _list_words(value)
    return _text_words(shape_of(path), str(value))


def _text_words(shape: str, value: str) -> str:
    choices = CHOICES.get(shape)
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    return day_words(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def _list_words(values: list | tuple) -> str:
    return ", ".join(str(value) for value in values) or _("none")


def _custody_words(items: list | tuple) -> str:
    words = (
        _("%(kind)s %(from)s–%(to)s")
        % {
            "kind": codes.Detention(item["kind"]).label,
            "from": day_words(item["from"]),
            "to": day_words(item["to"]) if item.get("to") else _("start of the term"),
        }
        for item in items
    )
    return "; ".join(words) or _("none")
