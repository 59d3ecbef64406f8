from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.lab"
    label = "lab"
