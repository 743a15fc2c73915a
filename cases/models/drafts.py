"""Half-typed registrations: what a person typed and has not saved yet. No case, no assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import User


class Draft(models.Model):
    """What one person typed into the registration page, field by field. For that person alone.

    `token` is the token of the page; `typed` maps the name of a field to its texts, unchecked.
    `case` is the stored case that the page was changing; None while it registers one.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("owner"))
    token = models.CharField(max_length=32)
    case = models.ForeignKey(
        "cases.Case", models.CASCADE, null=True, related_name="+", verbose_name=_("case")
    )
    typed = models.JSONField(_("what was typed"))
    kept_at = models.DateTimeField(_("kept"), db_index=True)

    class Meta:
        verbose_name = _("draft of a registration")
        verbose_name_plural = _("drafts of registrations")
        ordering = ["-kept_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "token"], name="one_draft_for_each_page")
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.kept_at:%d.%m.%Y}"

    @property
    def name(self) -> str:
        """The name as far as it is typed."""
        parts = (self.first(f"person-{field}") for field in ("surname", "given_name"))
        return " ".join(filter(None, parts))

    def first(self, field: str) -> str:
        return next(iter(self.typed.get(field, [])), "").strip()
