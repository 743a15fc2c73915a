"""The secret key of a machine where the program is only tried out. Production brings its own."""

import secrets
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    """Read the key kept in `folder`, or make one there, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text().strip()
