"""What the face remembers of a person who works here: the first steps that are done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstStep(models.Model):
    """One entry of the list of first steps that its owner ticked; the code `closed` = list put away."""

    CLOSED = "closed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="first_steps")
    code = models.SlugField(_("code"), max_length=40)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("first step")
        verbose_name_plural = _("first steps")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "code"], name="a_first_step_is_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"
