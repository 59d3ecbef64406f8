"""Sheets to print: how to join."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from weitblick.entrance.board import join_context
from weitblick.exports import cards as sheets
from weitblick.exports.render import in_worker
from weitblick.faces.desk import desk_page
from weitblick.workshop.models import Meeting, Process, Role



