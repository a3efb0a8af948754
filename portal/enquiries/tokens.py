"""The token of a form: that it came from this site, and not so long ago; no cookie is needed."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer

#: Seconds that a form may lie open: a long day.
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
            return str(self._signer.loads(token, max_age=LIFE))
        except BadSignature:
            return None
