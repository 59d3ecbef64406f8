from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.method.paper"
    label = "paper"
