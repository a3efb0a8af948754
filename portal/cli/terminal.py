"""The terminal that a command is called from."""

from __future__ import annotations

from collections.abc import Mapping

from portal.i18n import LOCALES, SOURCE, Locale


def spoken(environ: Mapping[str, str]) -> Locale:
    """The language of the terminal, when it is one of ours; otherwise English."""
    setting = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), SOURCE)
    language = setting.replace("-", "_").split("_")[0].split(".")[0].lower()
    return next((locale for locale in LOCALES if locale == language), SOURCE)
