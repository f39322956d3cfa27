"""Settings of a demonstration on one's own machine: `bin/demo` and `mutualise` use these."""

import secrets

from mutualise.settings.base import *  # noqa: F403
from mutualise.settings.base import SECRET_KEY, VAR

if not SECRET_KEY:
    # One secret a machine, made on first use and never in the repository.
    key_file = VAR / "secret-key"
    if not key_file.exists():
        key_file.write_text(secrets.token_urlsafe(50))
        key_file.chmod(0o600)
    SECRET_KEY = key_file.read_text()
