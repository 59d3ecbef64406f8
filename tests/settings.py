"""Settings of the tests: a data folder of their own, plain static files, jobs done at once."""

import os
import tempfile

os.environ.setdefault("WEITBLICK_DATA", tempfile.mkdtemp(prefix="weitblick-tests-"))

from weitblick.settings import *  # noqa: F403
from weitblick.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir(exist_ok=True)

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
