"""What the server had to leave out at its start, and whether the newest files are the ones that it serves."""

from __future__ import annotations

from dataclasses import dataclass

from portal import hyphenation, i18n
from portal.charts import map as maps
from portal.domain.profile import Portal


@dataclass
class Condition:
    """What `/healthz` tells beside the database: files that are left out, settings that do less than they should.

    `reload` says why the newest files were not taken, when SIGHUP asked for them; nothing while they are served.
    """

    files: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    reload: str = ""

    def lacks(self, *names: str) -> None:
        """Tell of more settings that do less than they should."""
        self.settings = tuple(dict.fromkeys((*self.settings, *names)))

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return not (self.files or self.settings or self.reload)

    def told(self) -> dict[str, object]:
        """The fields of `/healthz`; what there is nothing to say of is left out, besides the files."""
        found: dict[str, object] = {"files": list(self.files)}
        if self.settings:
            found["settings"] = list(self.settings)
        if self.reload:
            found["reload"] = self.reload
        return found


def left_out(portal: Portal) -> tuple[str, ...]:
    """The names of all files that cannot be used: content, series, borders, messages of the interface, hyphenation."""
    broken = [*i18n.unreadable(), *hyphenation.unreadable()]
    words = (file.relative_to(i18n.CATALOGUES).as_posix() for file in broken)
    return (*portal.broken, *(file.name for file in maps.unreadable(portal.data / "geo")), *words)
