from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "weitblick.evidence"
    label = "evidence"

    def ready(self) -> None:
        post_migrate.connect(_load_builtin, sender=self)


def _load_builtin(using: str = "default", plan: object = None, **more: object) -> None:
    """After every migration; the command line migrates also when only what comes along is new."""
    from weitblick.evidence import builtin  # noqa: PLC0415  models are ready only now

    builtin.load()
