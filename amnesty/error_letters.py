"""What a report of an error may tell: which page, which fields, which line; never what was typed.

Django hides what a view marks as sensitive. Here everything that a person typed or looked for is
hidden, whatever the view says: a form that is added later needs no mark.
"""

from types import FrameType

from django.http import HttpRequest, QueryDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = SafeExceptionReporterFilter.cleansed_substitute
WITH_WORDS = ("QUERY_STRING", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_HX_CURRENT_URL")


class NamesOnly(SafeExceptionReporterFilter):
    """Names of fields and variables stay, their values do not; with DEBUG everything stays."""

    def get_post_parameters(self, request: HttpRequest | None) -> QueryDict | dict:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, HIDDEN)

    def get_safe_request_meta(self, request: HttpRequest) -> dict:
        meta = super().get_safe_request_meta(request)
        if not self.is_active(request):
            return meta
        return {name: HIDDEN if name in WITH_WORDS else value for name, value in meta.items()}

    def get_safe_cookies(self, request: HttpRequest) -> dict:
        if request is None or not self.is_active(request):
            return super().get_safe_cookies(request)
        return dict.fromkeys(request.COOKIES, HIDDEN)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> object:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()


class NamesOnlyReporter(ExceptionReporter):
    """The address without its query, the names of what was looked for and sent along."""

    def get_traceback_data(self) -> dict:
        data = super().get_traceback_data()
        if self.request is None or not self.filter.is_active(self.request):
            return data
        data["request_GET_items"] = [(name, HIDDEN) for name in self.request.GET]
        data["request_FILES_items"] = [(name, HIDDEN) for name in self.request.FILES]
        data["request_insecure_uri"] = self.request.path
        return data
