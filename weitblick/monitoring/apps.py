from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.monitoring"
    label = "monitoring"
