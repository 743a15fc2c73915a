"""Two look-ups for the lists of released people."""

from django import template

from resocialization.models import Direction

register = template.Library()


@register.simple_tag
def lookup(table: dict[int, str], key: int) -> str:
    """`{% lookup phones plan.pk as phone %}`: the value, or an empty text."""
    return table.get(key, "")


@register.simple_tag
def direction_name(directions: list[Direction], index: int) -> str:
    """The name of the direction that stands at `index` in the columns."""
    return directions[index].name
