"""Load the Criminal Code table, the rule set and the regions. Can be run again at any time."""

from django.core.management.base import BaseCommand

from amnesty.accounts import roles
from amnesty.accounts.regions import load_regions
from cases import referencing


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        roles.grant()
        regions = load_regions()
        provisions = referencing.load_provisions()
        rule_set = referencing.load_rule_set()
        self.stdout.write(
            f"{regions} regions, {provisions} provisions and {int(rule_set)} rule sets are new."
        )
