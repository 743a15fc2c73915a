"""The list of one's own drafts, where registering begins."""

from django import template
from django.template import Context

from cases.models import Case, Draft

register = template.Library()


@register.inclusion_tag("cases/_drafts.html", takes_context=True)
def own_drafts(context: Context, case: Case | None = None) -> dict[str, object]:
    """`{% own_drafts %}`: to go on with or to throw away; nothing for whoever registers no cases.

    `{% own_drafts case %}`: those of changes of this case alone.
    """
    user = context["request"].user
    may = user.has_perm("cases.register_case")
    drafts = Draft.objects.filter(owner=user).select_related("case")
    drafts = drafts.exclude(token=context.get("token", ""))  # the page that is open
    if case:
        drafts = drafts.filter(case=case)
    return {
        "drafts": list(drafts) if may else [],
        "csrf_token": context.get("csrf_token"),
        "request": context["request"],
    }
