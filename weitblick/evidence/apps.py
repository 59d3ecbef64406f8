from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.evidence"
    label = "evidence"
