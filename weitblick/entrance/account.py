"""Accounts: sign in, sign out, accept a one-time invitation with a new or an old account."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from weitblick.entrance import throttle
from weitblick.entrance.forms import AccountForm, SignInForm
from weitblick.workshop import roles


class SignIn(LoginView):
    """Signing in; who fails too often has to wait."""

    template_name = "entrance/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Check the throttle before the password."""
        try:
            throttle.check(throttle.PASSWORD, self._name(), throttle.address(request))
            throttle.check(throttle.ACCOUNTS, throttle.address(request))
        except throttle.TooManyTries as problem:
            form = self.authentication_form(request)
            return render(request, self.template_name,
                          {"form": form, "wait": problem.messages}, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """In: earlier failures of this account from here are forgotten."""
        throttle.succeeded(throttle.PASSWORD, self._name(), throttle.address(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Not in: count it."""
        where = throttle.address(self.request)
        throttle.failed(throttle.PASSWORD, self._name(), where)
        throttle.failed(throttle.ACCOUNTS, where)
        return super().form_invalid(form)

    def _name(self) -> str:
        return self.request.POST.get("username", "").strip()


sign_in = SignIn.as_view()


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("entrance:start")


@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Use a one-time link: with the account one is signed in with, or with a new one."""
    found = roles.find_invitation(token)
    if found is None:
        return render(request, "entrance/invitation_over.html", status=410)
    mine = request.user if "mine" in request.POST and request.user.is_authenticated else None
    form = AccountForm(None if mine else request.POST or None)
    if request.method == "POST" and mine:
        try:
            roles.accept_with(token, mine)
            return redirect("entrance:desk")
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
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
