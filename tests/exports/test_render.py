"""The spawned worker: results and errors come back, limits hold, a broken worker is replaced."""

import multiprocessing
import os
import time

import pytest

from tests.exports.document_samples import RICH
from weitblick.exports import html, pdf, render
from weitblick.exports.document import Chapter, Document, DocumentError, Heading
from weitblick.exports.outline import outline


@pytest.fixture(autouse=True, scope="module")
def ended():
    yield
    render.stop()


def test_a_paper_is_written_in_another_process_that_is_kept(rich_pdf):
    assert render.in_worker(pdf.write, RICH) == rich_pdf
    first, second = render.in_worker(os.getpid), render.in_worker(os.getpid)
    assert first == second != os.getpid()


def test_keyword_arguments_arrive():
    page = render.in_worker(html.page, RICH, stylesheets=("/x.css",))
    assert page == html.page(RICH, stylesheets=("/x.css",))


def test_errors_of_the_writer_come_back_as_they_are():
    wrong = Document("T", "de", "2026-11-22", chapters=(Chapter("a", "A", (Heading(3, "x"),)),))
    with pytest.raises(DocumentError) as caught:
        render.in_worker(pdf.write, wrong)
    assert (caught.value.code, caught.value.params) == ("heading-skip", {"level": 3})


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_runs():
    before = render.in_worker(os.getpid)
    started = time.monotonic()
    with pytest.raises(render.RenderError) as caught:
        render.in_worker(time.sleep, 60, seconds=0.3)
    assert caught.value.code == "time"
    assert time.monotonic() - started < 5
    assert render.in_worker(os.getpid) != before


def test_a_job_that_takes_too_much_memory_is_ended(monkeypatch):
    monkeypatch.setenv("WEITBLICK_RENDER_MB", "200")
    with pytest.raises(render.RenderError) as caught:
        render.in_worker(grow)
    assert (caught.value.code, caught.value.params) == ("memory", {"megabytes": 200})


def grow() -> int:
    held = []
    for _ in range(400):
        held.append(b"x" * 1_000_000)
        time.sleep(0.01)
    return len(held)


def test_a_worker_that_dies_is_reported_and_replaced():
    with pytest.raises(render.RenderError) as caught:
        render.in_worker(os._exit, 7)
    assert (caught.value.code, caught.value.params) == ("worker", {"exit": 7})
    assert render.in_worker(abs, -1) == 1


def test_a_forked_child_gets_a_worker_of_its_own():
    """Typst used here first would hang in the child; the child's own spawned worker does not."""
    pdf.write(Document("T", "de", "2026-11-22"))
    ours = render.in_worker(os.getpid)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=answer_from_child, args=(there,))
    child.start()
    assert here.poll(60)
    theirs, length = here.recv()
    child.join(10)
    assert theirs not in (ours, os.getpid())
    assert length > 10_000
    assert render.in_worker(os.getpid) == ours


def answer_from_child(pipe) -> None:
    made = render.in_worker(pdf.write, Document("T", "de", "2026-11-22"))
    pipe.send((render.in_worker(os.getpid), len(made)))
    render.stop()


class Looking:
    """Somebody who looks on, and may stop wanting the job."""

    def __init__(self, is_unwanted: bool = False) -> None:
        self.heard: list[tuple[int, int]] = []
        self._is_unwanted = is_unwanted

    def told(self, done: int, total: int) -> None:
        self.heard.append((done, total))

    def is_unwanted(self) -> bool:
        return self._is_unwanted


def test_who_looks_on_hears_of_every_figure_before_it_is_drawn():
    looking = Looking()
    render.in_worker(pdf.prepare, RICH, watch=looking)
    figures = len(outline(RICH).data)
    assert figures > 5
    assert looking.heard == [(done, figures) for done in range(figures)]


def test_a_job_nobody_wants_is_ended():
    before = render.in_worker(os.getpid)
    with pytest.raises(render.RenderError) as caught:
        render.in_worker(time.sleep, 30, watch=Looking(is_unwanted=True))
    assert caught.value.code == "stopped"
    assert render.in_worker(os.getpid) != before
