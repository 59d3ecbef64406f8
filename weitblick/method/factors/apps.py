from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.method.factors"
    label = "factors"
