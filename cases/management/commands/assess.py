"""Ask the engine about dossiers that are stored nowhere: JSON in, JSON out.

    manage.py assess < dossier.json
    manage.py assess --lines < dossiers.jsonl > answers.jsonl

With --lines each line is answered on its own, in the same order; blank lines are skipped. A
dossier with a fault gets {"error": {"path": …, "message": …}}, the others their answers, and the
exit status is 1. Nothing is stored.
"""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from cases import law
from cases.models import ReferenceState, RuleSet
from cases.referencing import Basis, basis_of, current_basis
from cases.wording import message_of

LARGEST = 1_000_000
NOT_READY = "No rules to answer by: run `manage.py migrate`, then `manage.py load_reference`."


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lines", action="store_true", help="one dossier per line")
        parser.add_argument("--edition", metavar="CODE", help="a stored rule set (default: in use)")

    def handle(self, *args: object, **options: object) -> None:
        try:
            rule_set = _basis(options["edition"]).law
        except (DatabaseError, ImproperlyConfigured) as error:
            raise CommandError(f"{NOT_READY} ({error})") from error
        source = sys.stdin.buffer
        dossiers = _lines(source) if options["lines"] else [source.read()]
        try:
            failed = [_answer(dossier, rule_set, sys.stdout.buffer) for dossier in dossiers]
        except BrokenPipeError:  # the reader has gone: nobody wants the rest
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if any(failed):
            sys.exit(1)


def _basis(edition: str | None) -> Basis:
    if edition is None:
        return current_basis()
    rule_set = RuleSet.objects.filter(code=edition).first()
    state = ReferenceState.objects.filter(is_current=True).first()
    if rule_set is None or state is None:
        known = ", ".join(RuleSet.objects.values_list("code", flat=True))
        raise CommandError(f"No rule set {edition!r} is stored. Stored: {known or 'none'}.")
    return basis_of(rule_set.pk, state.pk)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines with something on them. Of one that is too long, only so much that this shows."""
    while line := source.readline(LARGEST + 3):
        whole = line
        while not whole.endswith(b"\n") and (whole := source.readline(LARGEST)):
            pass
        if line.strip():
            yield line


def _answer(dossier: bytes, rule_set: law.RuleSet, out: BinaryIO) -> bool:
    """Write the answer or the error as one line; True for an error."""
    try:
        facts = law.parse_dossier(dossier)
    except law.DossierError as error:
        told = {"error": {"path": error.path, "message": message_of(error)}}
        out.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        out.flush()
        return True
    answer = law.answer_of(law.assess(facts, rule_set), law.flips(facts, rule_set))
    out.write(msgspec.json.encode(answer) + b"\n")
    out.flush()
    return False
