"""All addresses: the entrance, and the desk pages of every step."""

from django.urls import URLPattern, URLResolver, include, path

from weitblick.method.chain import EVERYWHERE

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("weitblick.entrance.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *(
        path(f"desk/<slug:slug>/{step.slug}/", include((list(step.urls), step.slug)))
        for step in EVERYWHERE
    ),
    *(
        path(f"p/<slug:slug>/{step.slug}/",
             include((list(step.public_urls), f"public-{step.slug}")))
        for step in EVERYWHERE
        if step.public_urls
    ),
]
