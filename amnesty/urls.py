"""Addresses of the whole program. No language prefix: links stay valid between colleagues."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from amnesty import health
from amnesty.style import style_page

urlpatterns = [
    path("accounts/login/", auth_views.LoginView.as_view(), name="login"),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", health.healthz, name="healthz"),
    path("", include("amnesty.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("cases.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("style/", style_page, name="style"))
