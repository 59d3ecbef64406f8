"""``weitblick process new|list|office``: they start fast, for they need no step of the method."""

from argparse import Namespace

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.cli.console import console, print_json, print_table
from weitblick.cli.refusal import Refused
from weitblick.workshop import roles
from weitblick.workshop.actions import create_process
from weitblick.workshop.frame import load_frame
from weitblick.workshop.models import Process, Role


def find(slug: str) -> Process:
    """The process with this slug."""
    real = Process.objects.filter(rehearsal_of=None)
    process = real.filter(slug=slug).first()
    if process is None:
        known = ", ".join(real.values_list("slug", flat=True)) or "–"
        raise Refused(_("Den Prozess „%(slug)s“ gibt es nicht. Vorhanden: %(known)s")
                      % {"slug": slug, "known": known})
    return process


def new(arguments: Namespace) -> None:
    """Make a process."""
    if arguments.slug and Process.objects.filter(slug=arguments.slug).exists():
        raise Refused(_("Den Prozess „%s“ gibt es schon.") % arguments.slug)
    process = create_process(
        load_frame(arguments.frame), arguments.title, arguments.question,
        horizon=arguments.horizon, slug=arguments.slug,
    )
    if arguments.json:
        print_json({"slug": process.slug})
    else:
        console.print(process.slug)


def listing(arguments: Namespace) -> None:
    """List all processes."""
    rows = [{"slug": p.slug, "title": p.title, "horizon": p.horizon, "example": p.is_example,
             "public": p.is_public} for p in Process.objects.filter(rehearsal_of=None)]
    if arguments.json:
        print_json(rows)
    else:
        print_table(["slug", _("Titel"), _("Zieljahr")],
                    [(row["slug"], row["title"], row["horizon"]) for row in rows])


def office(arguments: Namespace) -> None:
    """Who reads confidential numbers of a process: list, invite, give or take the role.

    Only here, on the server, can the first member be made: no page lets anybody do it.
    """
    process = find(arguments.slug)
    done = _change_office(process, arguments)
    members = sorted(one.user.get_username() for one in process.memberships.filter(
        role=Role.STATISTICS).select_related("user"))
    if arguments.json:
        print_json({"slug": process.slug, "members": members, "link": done})
        return
    if done:
        console.print(_("Einmaliger Link, sieben Tage gültig: %s") % done, highlight=False,
                      soft_wrap=True)
    console.print(_("Statistikstelle: %s") % (", ".join(members) or _("noch niemand")))


def _change_office(process: Process, arguments: Namespace) -> str:
    """The link of an invitation; empty if none was asked for."""
    if arguments.add:
        roles.give_statistics(process, _account(arguments.add))
    if arguments.remove and not roles.take_statistics(process, _account(arguments.remove)):
        raise Refused(_("„%s“ gehört nicht zur Statistikstelle.") % arguments.remove)
    if not arguments.invite:
        return ""
    token = roles.invite(process, Role.STATISTICS, by_operator=True)
    return str(arguments.address).rstrip("/") + reverse("entrance:invitation", args=[token])


def _account(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Refused(_("Ein Konto „%s“ gibt es nicht.") % name)
    return found
