"""Verify the audit trail: is every event as it was written, and is none missing?

`--anchor FILE` compares with a head kept earlier (`SEQUENCE SEAL`); `--write-anchor FILE` keeps
the present one. Exit status 1 and one line for each fault when the trail does not hold.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amnesty.accounts import trail


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path)
        parser.add_argument("--write-anchor", type=Path)

    def handle(
        self, *args: object, anchor: Path | None, write_anchor: Path | None, **options: object
    ) -> None:
        faults = list(trail.verify(read_anchor(anchor) if anchor else None))
        for fault in faults:
            self.stderr.write(f"event {fault.sequence}: {fault.kind}")
        if faults:
            raise CommandError(f"The trail does not hold: {len(faults)} faults.")
        sequence, seal = trail.head()
        if write_anchor:
            write_anchor.write_text(f"{sequence} {seal}\n")
        self.stdout.write(f"The trail holds: {sequence} events, head {seal}.")


def read_anchor(file: Path) -> tuple[int, str]:
    """The head that was kept: its number and its seal."""
    try:
        sequence, seal = file.read_text().split()
        return int(sequence), seal
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} holds no anchor (a number and a seal).") from error
