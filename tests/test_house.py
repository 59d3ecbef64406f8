"""The rules of the house run as tests: imports, the direction of foreign keys, file sizes."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
STEPS = ["factors", "trends", "scenarios", "options", "validation", "paper"]
FLOORS = [["workshop", "evidence"], ["trace"], ["voices", "lab"], ["monitoring"],
          *([step] for step in STEPS)]
FLOOR = {label: floor for floor, labels in enumerate(FLOORS) for label in labels}
OURS = [model for model in apps.get_models() if model.__module__.startswith("weitblick.")]


def test_imports_run_down_the_house():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_foreign_key_points_down(model):
    own = FLOOR[model._meta.app_label]
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        target = field.related_model
        if not field.is_relation or target._meta.app_label in {"auth", "contenttypes"}:
            continue
        assert FLOOR[target._meta.app_label] <= own, f"{model._meta.label}.{field.name} points up"


def test_every_room_with_models_has_a_floor():
    assert {model._meta.app_label for model in OURS} <= set(FLOOR)


def test_no_model_waits_for_a_migration(db):
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_locked_requirements_name_no_address():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "http://" not in text and "https://" not in text and "file:" not in text
        assert "--hash=sha256:" in text


def test_our_javascript_stays_small():
    files = list((ROOT / "weitblick").rglob("static/**/*.js"))
    sizes = {file.name: len(file.read_text().splitlines()) for file in files}
    assert {name: n for name, n in sizes.items() if n > 80} == {}
    assert sum(sizes.values()) <= 600
