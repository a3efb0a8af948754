"""Every chart type: a new one is a folder in `portal/charts/types` with its registration, and is found by itself."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from portal.charts import types
from portal.charts.chart_type import ChartType


def registered(package: ModuleType) -> Iterator[ChartType]:
    """The registrations in a package: `CHART_TYPE` of any of its modules."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        made = getattr(import_module(found.name), "CHART_TYPE", None)
        if isinstance(made, ChartType):
            yield made


#: By the names that they have in addresses, in the order in which they are offered.
CHART_TYPES: dict[str, ChartType] = {one.name: one for one in sorted(registered(types), key=lambda one: one.order)}
