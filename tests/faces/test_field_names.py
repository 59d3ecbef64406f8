"""Proves that no field of a form hides what the script that sends pages asks a form for.

A control named "form" answers to ``form.form`` in place of the browser's own property, and the
page is never sent: with scripts, what somebody wrote would stay on the phone.
"""

from collections.abc import Iterator

from django import forms

from weitblick import urls  # noqa: F401  (the views bring every form along)

HIDING = {"form", "action", "method", "elements", "submit", "attributes"}


def every_form(of: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for one in of.__subclasses__():
        yield one
        yield from every_form(one)


def test_no_field_hides_a_property_of_its_form() -> None:
    ours = [one for one in every_form() if one.__module__.startswith("weitblick.")]
    assert "TellForm" in {one.__name__ for one in ours}
    hiding = {(one.__name__, name) for one in ours for name in one.base_fields if name in HIDING}
    assert hiding == set()
