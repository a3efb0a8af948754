"""security.txt (RFC 9116): whom to tell of a fault of security."""

from __future__ import annotations

import datetime as dt

from portal.content.models import SiteSettings

SECURITY = "/.well-known/security.txt"
#: The standard asks for less than a year. The file is made anew each day, so it never expires while the site is up.
LASTS = dt.timedelta(days=180)


def contact_of(site: SiteSettings, today: dt.date) -> str | None:
    """The file's text; None where the operator has given no address."""
    email = site.security_email or site.feedback_email
    if email is None:
        return None
    lines = [
        f"Contact: mailto:{email}",
        f"Expires: {today + LASTS}T00:00:00Z",
        "Preferred-Languages: fi, sv, en",
    ]
    if site.site_url.startswith("https://"):
        lines.append(f"Canonical: {site.site_url}{SECURITY}")
    return "\n".join(lines) + "\n"
