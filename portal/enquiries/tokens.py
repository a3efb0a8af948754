"""The token of a form: that it came from this site, and not so long ago; no cookie is needed."""

from __future__ import annotations

import secrets
import time

from itsdangerous import BadSignature, URLSafeTimedSerializer

#: Seconds that a form may lie open: a long day. A clock that was set back meanwhile may be as much behind it.
LIFE = 24 * 60 * 60


class Tokens:
    """Makes and reads the tokens of forms, signed with the site's secret."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="enquiry-form")

    def new(self) -> str:
        """A token for a form that is shown now."""
        return str(self._signer.dumps(secrets.token_urlsafe(12)))

    def read(self, token: str) -> str | None:
        """The form's own name; None for a token that is not ours or too old."""
        try:
            name, signed = self._signer.loads(token, return_timestamp=True)
        except BadSignature:
            return None
        return str(name) if abs(time.time() - signed.timestamp()) <= LIFE else None
