"""Settings of the tests: a data folder of their own, plain static files, jobs done at once."""

import os
import tempfile

# A worker inherits the folder of who started it, and would share it with the others; what a test
# starts inherits the worker's.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if "WEITBLICK_DATA" not in os.environ or os.environ.get("TESTS_DATA_OF", "") != WORKER:
    os.environ["WEITBLICK_DATA"] = tempfile.mkdtemp(prefix="weitblick-tests-")
    os.environ["TESTS_DATA_OF"] = WORKER

from weitblick.settings import *  # noqa: E402, F403  reads the folder that is chosen above
from weitblick.settings import STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
