"""The list of one's own drafts, where registering begins."""

from django import template
from django.template import Context

from cases.models import Draft

register = template.Library()


@register.inclusion_tag("cases/_drafts.html", takes_context=True)
def own_drafts(context: Context) -> dict[str, object]:
    """`{% own_drafts %}`: to go on with or to throw away; nothing for whoever registers no cases."""
    user = context["request"].user
    may = user.has_perm("cases.register_case")
    return {
        "drafts": list(Draft.objects.filter(owner=user).select_related("case")) if may else [],
        "current": context.get("token", ""),
        "csrf_token": context.get("csrf_token"),
        "request": context["request"],
    }
