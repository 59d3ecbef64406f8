"""States of a paper that are kept, and wordings taken back from them."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from weitblick.exports.document import plain, to_json
from weitblick.method.paper.composing import Composition, compose
from weitblick.method.paper.models import Paper, Version
from weitblick.trace.actions import Author


@transaction.atomic
def keep_version(paper: Paper, note: str = "", by: Any = None) -> Version:
    """Keep the present state under a number; refused where nothing changed since the newest one."""
    composition = compose(paper.process, paper)
    newest = paper.versions.first()
    if newest is not None and newest.document_digest == composition.digest:
        raise ValidationError(
            _("Dieser Stand ist schon festgehalten, als Nummer %d.") % newest.number
        )
    return keep(paper, composition, note, by)


def keep(paper: Paper, composition: Composition, note: str, by: Any) -> Version:
    """Keep a composed state."""
    number = paper.versions.aggregate(most=Max("number"))["most"] or 0
    return Version.objects.create(
        paper=paper, number=number + 1, note=plain(note).strip()[:200],
        document=json.loads(to_json(composition.document)),
        document_digest=composition.digest, by_user=Author.of(by).user,
    )
