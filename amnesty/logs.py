"""What the log of the program tells of a request that was refused or not found: one line."""

import logging


class OneLineForARefusal(logging.Filter):
    """A stack tells where the program failed; an answer of 400, 403 or 404 is no failure of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            record.exc_info = None
        return True
