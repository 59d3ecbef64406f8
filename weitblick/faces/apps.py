from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.faces"
    label = "faces"
