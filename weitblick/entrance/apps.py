from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.entrance"
    label = "entrance"
