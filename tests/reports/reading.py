"""What a test reads on a report: its numbers, and the lists behind them."""

import re
from html import unescape

from django.test import Client

LIST = r'<a [^>]*href="((?:/cases/|/resocialization/plans/)[^"]*)"[^>]*>'
NUMBER = re.compile(LIST + r"(?:[^<]*: )?(\d+)</a>")
WHOLE = re.compile(r'class="chart-about" data-whole="(\d+)">(.*?)</p>', re.S)
PART = re.compile(r'data-part="(\d+)"')


def linked_numbers(text: str) -> set[tuple[str, int]]:
    """Address and number of every number that leads to a list."""
    return {(unescape(url), int(number)) for url, number in NUMBER.findall(text)}


def length_of(client: Client, url: str) -> int:
    """How many rows the list at this address has."""
    response = client.get(url, follow=True)
    assert response.status_code == 200, url
    assert not response.context["form"].errors, (url, response.context["form"].errors)
    return response.context["count"].number


def wholes(text: str) -> list[tuple[int, int]]:
    """The whole of each chart and the sum of its parts."""
    return [(int(whole), sum(map(int, PART.findall(body)))) for whole, body in WHOLE.findall(text)]


def wrong_lengths(client: Client, numbers: set[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Address, number told and rows found, wherever these two differ."""
    return [(url, n, rows) for url, n in numbers if (rows := length_of(client, url)) != n]
