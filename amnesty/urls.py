"""Addresses of the whole program. No language prefix: links stay valid between colleagues."""

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from amnesty import health
from amnesty.csp_report import csp_report
from amnesty.reports import reports
from amnesty.style import style_page

admin.site.login = secure_admin_login(admin.site.login)  # no way in past the second factor

urlpatterns = [
    path("accounts/", include("amnesty.accounts.signing_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("csp-report/", csp_report, name="csp-report"),
    path("healthz", health.healthz, name="healthz"),
    path("", include("amnesty.accounts.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("cases.urls")),
    path("reports/", reports, name="reports"),
    path("reports/", include("cases.report_urls")),
]

if apps.is_installed("resocialization"):
    urlpatterns.append(path("resocialization/", include("resocialization.urls")))
    urlpatterns.append(path("reports/", include("resocialization.report_urls")))

if settings.DEBUG:
    urlpatterns.append(path("style/", style_page, name="style"))
