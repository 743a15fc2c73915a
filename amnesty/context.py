"""What every page's frame needs: navigation by role, the rule set in use, the DEMO strip."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict:
    from cases.models import RuleSet

    return {
        "demo_mode": settings.DEMO,
        "product_name": settings.PRODUCT_NAME,
        "active_rule_set": RuleSet.objects.filter(is_active=True).defer("data").first(),
    }
