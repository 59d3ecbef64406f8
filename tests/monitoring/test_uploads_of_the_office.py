"""Raw rows of a file that the statistics office brought are shown to the statistics office only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from weitblick.monitoring.actions import uploads
from weitblick.monitoring.models import UploadState
from weitblick.workshop import roles
from weitblick.workshop.models import Role

ROWS = "Ort;Wann;Pflegefälle\n16061;31.12.2019;1\n16062;31.12.2019;4711\n".encode()


@pytest.fixture
def officer(process, django_user_model):
    user = django_user_model.objects.create_user("statistik", password="eine-lange-losung")
    roles.give_statistics(process, user)
    return user


def brought(process, user):
    one = uploads.carry(uploads.bring(process, SimpleUploadedFile("pflege.csv", ROWS), by=user))
    assert one.state == UploadState.ASKING
    return one


def pages(process, client, one) -> tuple[int, str, str]:
    found = client.get(reverse("monitoring:question", args=[process.slug, one.pk]) + "?change=1")
    listed = client.get(reverse("monitoring:imports", args=[process.slug])).content.decode()
    return found.status_code, found.content.decode(), listed


def test_whoever_leads_sees_no_rows_of_it_and_is_told_whose_it_is(process, desk, officer):
    one = brought(process, officer)
    status, page, listed = pages(process, desk, one)
    assert (status, "4711" in page) == (403, False)
    assert "Die Statistikstelle hat diese Datei gebracht" in listed
    address = reverse("monitoring:question", args=[process.slug, one.pk])
    assert f'href="{address}"' not in listed


def test_it_stays_so_when_who_brought_it_has_left_the_office(process, desk, officer):
    one = brought(process, officer)
    roles.take_statistics(process, officer)
    assert pages(process, desk, one)[0] == 403


def test_the_office_answers_for_its_files(process, client, officer):
    client.force_login(officer)
    status, page, listed = pages(process, client, brought(process, officer))
    assert (status, "4711" in page) == (200, True)
    assert "Die Statistikstelle hat diese Datei gebracht" not in listed


def test_files_of_others_are_asked_about_as_before(process, desk, facilitator):
    assert roles.roles_of(facilitator, process) == {Role.FACILITATOR}
    status, page, _listed = pages(process, desk, brought(process, facilitator))
    assert (status, "4711" in page) == (200, True)
