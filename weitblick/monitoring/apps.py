from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        # Models can be imported only now, when all apps are known.
        from weitblick.monitoring import withholding  # noqa: PLC0415

        withholding.connect()
