"""Start and stop runs. The same engine, version, input and seed are computed once."""

import hashlib
import json
from typing import Any

from django.db import transaction

from weitblick.lab.engines import ENGINES
from weitblick.lab.models import Run, RunState
from weitblick.lab.tasks import carry_out, execute
from weitblick.workshop.models import Process


def digest_of(inputs: Any) -> str:
    """The digest of an engine's input: SHA-256 of its canonical JSON."""
    canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def start(
    process: Process, engine: str, inputs: dict[str, Any], *, seed: int = 0, wait: bool = False
) -> Run:
    """A run of an engine: in the background, or (``wait``) here and now."""
    version = ENGINES[engine].version
    digest = digest_of(inputs)
    same = {"process": process, "engine": engine, "version": version, "digest": digest,
            "seed": seed}
    known = Run.objects.filter(**same).exclude(
        state__in=[RunState.FAILED, RunState.STOPPED]
    ).first()
    if known is not None:
        return execute(known) if wait and known.state == RunState.WAITING else known
    run = Run.objects.create(inputs=inputs, **same)
    if wait:
        return execute(run)
    transaction.on_commit(lambda: carry_out.enqueue(run.pk))
    return run


def stop(run: Run) -> None:
    """Ask a run to stop; it keeps what it has found and says that it is incomplete."""
    Run.objects.filter(pk=run.pk).update(wants_stop=True)
