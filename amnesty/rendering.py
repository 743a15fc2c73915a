"""Drawing the fields of forms: by Jinja2, which is several times quicker than Django's templates.

Django ships its fields in both languages. Other templates, such as the admin's own fields, exist
as Django templates alone.
"""

from django.forms.renderers import BaseRenderer, DjangoTemplates, Jinja2


class QuickFields(BaseRenderer):
    """FORM_RENDERER of the settings."""

    def __init__(self) -> None:
        self.shipped, self.others = Jinja2(), DjangoTemplates()

    def get_template(self, template_name: str) -> object:
        is_shipped = template_name.startswith("django/forms/")
        return (self.shipped if is_shipped else self.others).get_template(template_name)
