from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResocializationConfig(AppConfig):
    name = "resocialization"
    verbose_name = _("Resocialization")
