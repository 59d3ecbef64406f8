"""Accounts: sign in, sign out, accept a one-time invitation."""

from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from weitblick.entrance.forms import AccountForm
from weitblick.workshop import roles

sign_in = LoginView.as_view(template_name="entrance/sign_in.html", redirect_authenticated_user=True)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("entrance:start")


@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name and a password with a one-time link."""
    found = roles.find_invitation(token)
    if found is None:
        return render(request, "entrance/invitation_over.html", status=410)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = roles.accept(token, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("entrance:desk")
    return render(request, "entrance/invitation.html", {"form": form, "invitation": found},
                  status=422 if form.errors else 200)
