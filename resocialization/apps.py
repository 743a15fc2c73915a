from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ResocializationConfig(AppConfig):
    name = "resocialization"
    verbose_name = _("Resocialization")

    def ready(self) -> None:
        from resocialization import loading, signals  # noqa: F401  (connects the forwards)

        post_migrate.connect(loading.load_after_migrate, sender=self, dispatch_uid="directory")
