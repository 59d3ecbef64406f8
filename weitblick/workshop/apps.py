from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.workshop"
    label = "workshop"
