"""Where things are, and what the environment says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The folders and the operator's choices, read once from the environment.

    Every field has a default that needs nothing. `overrides` are the fields of
    data/site.yaml that the environment replaces (PORTAL_SITE_URL and so on).
    """

    data: Path = ROOT / "data"
    assets: Path = ROOT / "assets"
    built: Path = ROOT / "assets" / "built"
    locales: Path = ROOT / "locales"
    secret_key: str | None = None
    today: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings as the environment gives them; unset variables keep their defaults."""
        env = os.environ if environ is None else environ
        data = Path(env["PORTAL_DATA"]) if env.get("PORTAL_DATA") else cls.data
        return cls(
            data=data,
            secret_key=env.get("SECRET_KEY") or None,
            today=env.get("PORTAL_TODAY") or None,
            overrides={option: env[name] for name, option in OVERRIDES.items() if env.get(name)},
        )


#: Environment variable -> the field of data/site.yaml it replaces.
OVERRIDES = {
    "PORTAL_SITE_URL": "site_url",
    "PORTAL_TRUSTED_PROXIES": "trusted_proxies",
    "PORTAL_OPERATOR": "operator",
    "PORTAL_DATA_CONTROLLER": "data_controller",
    "PORTAL_FEEDBACK_EMAIL": "feedback_email",
    "PORTAL_NETWORK_EMAIL": "network_email",
}
