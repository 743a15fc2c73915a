"""The edge of printed sheets: any name is a harmless string of CSS; no IIN goes there."""

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.templatetags.printing import css_text
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ['"; } body { display: none', "</style><script>", "Сейітқали", "a\\b", "a\nb", "𐍈"]
)
def test_a_name_ends_no_string_and_no_style(name):
    written = css_text(name)
    inside = written[1:-1]
    assert written[0] == written[-1] == '"'
    assert not set(inside) & set('"<>;{}\n')
    signs = [part for part in inside.replace("\\", " \\").split(" ") if part]
    read = "".join(chr(int(sign[1:], 16)) if sign[0] == "\\" else sign for sign in signs)
    assert read == name.replace(" ", " ")


def test_every_page_carries_its_sheet_head_without_an_iin_on_the_edge():
    court = make_office()
    number = make_iin()
    case = make_case(court, defendant=make_defendant(iin=number))
    client = Client()
    client.force_login(make_user("clerk", court))
    html = client.get(reverse("case", args=[case.pk])).content.decode()
    style = html[html.index("<style nonce=") : html.index("</style>")]
    assert css_text(f"{case.defendant.full_name} · {case.number}") in style
    assert number[-4:] not in style
    head = html[html.index('print-head"') :].partition("</p>")[0]
    assert "printed by:" in head
    assert case.defendant.full_name in head


def test_whoever_is_not_signed_in_has_no_sheet_head():
    html = Client().get(reverse("login")).content.decode()
    assert "print-head" not in html
    assert "--sheet-by" not in html
