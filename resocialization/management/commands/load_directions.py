"""`manage.py load_directions`: loads the shipped directions of help and their services."""

from django.core.management.base import BaseCommand

from resocialization.loading import load_resocialization


class Command(BaseCommand):
    help = "Loads directions, services and the office policy. Can be run again."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Rows added: {load_resocialization()}")
