"""Words of the figures: families of outcomes, buckets of months, sides of the reconciliation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

FAMILIES: dict[str, Text] = {
    "freed": _("Freed from punishment or prosecution"),
    "shortened": _("Term reduced"),
    "record": _("Record lifted"),
    "court": _("The court goes on or combines"),
    "review": _("Needs review"),
    "untouched": _("Not covered or no effect"),
    "excluded": _("Excluded"),
}
BUCKETS: dict[str, Text] = {
    "under_6": _("Less than 6 months"),
    "from_6": _("6 months to 1 year"),
    "from_12": _("1 to 2 years"),
    "from_24": _("2 to 3 years"),
    "from_36": _("3 to 5 years"),
    "from_60": _("5 years and more"),
}
MOVES: dict[str, Text] = {
    "any": _("every case it touched"),
    "outcome": _("another outcome"),
    "first": _("first answer"),
    "same": _("same outcome, other details"),
    "failed": _("not answered"),
}
SIDES: dict[str, Text] = {
    "eligible": _("Eligible"),
    "granted": _("Relief granted"),
    "agreed": _("Relief granted to the eligible"),
    "pending": _("Pending"),
    "refused": _("Relief refused"),
    "beyond": _("Granted, though the answer of today gives no relief"),
}
