from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.trace"
    label = "trace"
