"""The word in an address that names one paper of a process."""

import re

from weitblick.method.paper import queries
from weitblick.method.paper.models import Paper, PaperKind
from weitblick.workshop.models import Process

POLICY = "papier"
WORDS = {
    POLICY: PaperKind.POLICY, "kurzfassung": PaperKind.SUMMARY, "einfach": PaperKind.PLAIN,
    "poster": PaperKind.POSTERS,
}
_PROTOCOL = re.compile(r"protokoll-(\d{1,18})\Z")


def word(paper: Paper) -> str:
    """papier, kurzfassung, einfach, poster, or protokoll-7 for the meeting with this key."""
    if paper.kind == PaperKind.PROTOCOL:
        return f"protokoll-{paper.meeting_id}"
    return next(name for name, kind in WORDS.items() if kind == paper.kind)


def paper_at(process: Process, which: str) -> Paper | None:
    """The paper that a word names, stored or not; None for other words and foreign meetings."""
    if (kind := WORDS.get(which)) is not None:
        return queries.paper_of(process, kind)
    if not (found := _PROTOCOL.match(which)):
        return None
    meeting = process.meetings.filter(pk=int(found[1])).first()
    return queries.paper_of(process, PaperKind.PROTOCOL, meeting) if meeting else None
