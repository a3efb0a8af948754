"""What everything that answers requests is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.profile import Portal
from portal.enquiries.enquiry_service import EnquiryService
from portal.i18n import Locale
from portal.pages.rendering import Pages
from portal.server.cache import PageCache
from portal.server.condition import Condition
from portal.server.costs import Costs
from portal.server.file_process import FileProcess
from portal.server.static import StaticFiles


@dataclass(frozen=True, eq=False)
class SiteContext:
    """What the routes answer from."""

    portal: Portal
    pages: Pages
    page_cache: PageCache
    static_files: StaticFiles
    dashes: Mapping[Locale, Any]
    enquiry_service: EnquiryService
    condition: Condition
    costs: Costs
    files: FileProcess
