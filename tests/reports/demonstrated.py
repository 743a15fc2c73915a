"""The invented people of the demonstration, made once for all tests of a class."""

from datetime import date

import time_machine
from django.core.management import call_command
from django.test import Client, TestCase

from amnesty.accounts.models import User
from cases import demonstrating
from cases.models import RuleSet

TODAY = date(2023, 6, 5)
MORNING = "2023-06-05T05:00:00Z"
PEOPLE = 60


class OverTheDemonstration(TestCase):
    """It is 5 June 2023; people with decisions and plans are there, and six who work with them."""

    @classmethod
    def setUpTestData(cls) -> None:
        if not RuleSet.objects.exists():  # a transactional test emptied every table
            call_command("load_reference", verbosity=0)
        with time_machine.travel(MORNING, tick=False):
            demonstrating.make_offices()
            demonstrating.ensure_logins("an invented password")
            demonstrating.make(PEOPLE, 1, TODAY)

    def setUp(self) -> None:
        traveling = time_machine.travel(MORNING, tick=False)
        traveling.start()
        self.addCleanup(traveling.stop)

    def reader(self, name: str) -> Client:
        """A browser in which somebody of the demonstration is signed in."""
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client
