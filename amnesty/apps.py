from django.apps import AppConfig


class AmnestyConfig(AppConfig):
    name = "amnesty"

    def ready(self) -> None:
        from amnesty import checks  # noqa: F401  (registers them)
