from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.method.options"
    label = "options"

    def ready(self) -> None:
        # Models can be imported only now, when all apps are known.
        from weitblick.method.options import erasing  # noqa: PLC0415

        erasing.connect()
