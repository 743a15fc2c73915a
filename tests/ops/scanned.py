"""The production settings, with one page more that always fails: its error page is scored too."""

from amnesty.settings import *  # noqa: F403

ROOT_URLCONF = "tests.ops.scanned_urls"
MFA_REQUIRED = False  # the scorer shows no second factor
