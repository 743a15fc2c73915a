"""Fields that no form of a page knows: without effect, and told to the trail.

A page asks for the fields that it knows, by name. What was sent and never asked for (`status`,
`office`, `is_superuser`) had no effect; the names of such fields leave one event for each request,
their values none. The pages need do nothing for it, those of the admin neither.
"""

import re
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, QueryDict

from amnesty.accounts import trail

EVENT = "unexpected_fields"
MOST = 20  # names in one event; the others are counted
# A name that could be a name of a field: short, and with no number that could be an IIN.
NAME = re.compile(r"(?!.*\d{6})[A-Za-z_][\w.\[\]-]{0,59}", re.ASCII)
# Of the browser or the framework: the token, buttons of the admin, the empty row of its tables.
TECHNICAL = re.compile(r"csrfmiddlewaretoken|_\w*|.*-__prefix__-.*")
HANDED_ON = {307, 308}  # another page is asked with the same fields
CONFLICT = 409


class Asked(QueryDict):
    """What was sent, with the names that somebody asked for; copies share them."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self.asked: set[str] = set()
        super().__init__(*arguments, **options)

    @classmethod
    def of(cls, sent: QueryDict) -> "Asked":
        """The same fields, asked for by nobody yet."""
        fields = cls(mutable=True, encoding=sent.encoding)
        for name, values in sent.lists():
            fields.setlist(name, values)
        fields._mutable = False
        return fields

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, default: object = None) -> list:
        self.asked.add(name)
        return super().getlist(name, default)

    def urlencode(self, safe: str | None = None) -> str:
        """Everything is kept for later: it will be asked for then."""
        self.asked.update(self)
        return super().urlencode(safe)

    def __copy__(self) -> "Asked":
        return self._shared(super().__copy__())

    def __deepcopy__(self, memo: dict) -> "Asked":
        return self._shared(super().__deepcopy__(memo))

    def _shared(self, twin: "Asked") -> "Asked":
        twin.asked = self.asked
        return twin


class TellUnexpectedFields:
    """Middleware, after the one that remembers the actor: a page's fields are watched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        fields = getattr(request, "watched_fields", None)
        if fields is not None and _was_read(response):
            tell(request, [name for name in fields if name not in fields.asked])
        return response

    def process_view(self, request: HttpRequest, view: Callable, *arguments: object) -> None:
        """A page that is open to every sender reads the body by itself."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = request.watched_fields = Asked.of(request.POST)


def sent_again(request: HttpRequest) -> None:
    """The same page was saved before: this time none of its fields is looked at."""
    request.watched_fields.asked.update(request.watched_fields)


def tell(request: HttpRequest, names: Iterable[str]) -> None:
    """One event with the names that no form knows; of somebody who is signed in."""
    unknown = [name for name in names if not TECHNICAL.fullmatch(name)]
    if not unknown or not request.user.is_authenticated:
        return
    readable = sorted(name for name in unknown if NAME.fullmatch(name))[:MOST]
    page = request.resolver_match.view_name if request.resolver_match else ""
    trail.record(EVENT, page=page, names=readable, others=len(unknown) - len(readable))


def _was_read(response: HttpResponse) -> bool:
    """Whether the page came to its fields: a refusal comes before."""
    status = response.status_code
    return status == CONFLICT or (status < 400 and status not in HANDED_ON)
