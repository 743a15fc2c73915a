"""Template tags of the first days: the list of first steps on the page where a role begins."""

from django import template
from django.template import Context

from amnesty import first_steps as steps

register = template.Library()


@register.inclusion_tag("partials/first_steps.html", takes_context=True)
def first_steps(context: Context) -> dict[str, object]:
    """`{% first_steps %}`: what to try once; nothing when its reader has put it away."""
    request = context["request"]
    entries = steps.list_for(request.user)
    return {
        "entries": entries,
        "done": sum(bool(entry["is_done"]) for entry in entries or ()),
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
