"""What is asked when evidence is pinned."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item, Kind

SEVERAL = {Kind.FACTOR: _("Einflussfaktoren"), Kind.ASSUMPTION: _("Trendannahmen")}


class PinForm(forms.Form):
    """To what it is pinned, and what somebody wants to say about it."""

    items = forms.MultipleChoiceField(
        label=_("Woran anheften?"),
        error_messages={"required": _("Wählen Sie mindestens einen Faktor oder eine Annahme.")},
    )
    remark = forms.CharField(
        label=_("Was sagt dieser Beleg dazu?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, items: Iterable[Item] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.known = {one.public_id: one for one in items}
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (title, [(one.public_id, one.text) for one in self.known.values() if one.kind == kind])
            for kind, title in SEVERAL.items()
            if any(one.kind == kind for one in self.known.values())
        ]

    @property
    def chosen(self) -> list[Item]:
        """The ticked items."""
        return [self.known[one] for one in self.cleaned_data["items"]]
