from django.apps import AppConfig


class Config(AppConfig):
    name = "weitblick.voices"
    label = "voices"
