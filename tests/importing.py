"""Import each module as if it were the first, and print what fails: `python -P tests/importing.py NAMES`.

An import begins with the packages that a module is in. So each package is imported once, in a process of its own;
what it has loaded by then is done, since the same code would have run whichever of these modules was asked for.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence


def main(modules: Sequence[str]) -> None:
    """Load everything once, so that the libraries need not be read again, and forget what is ours."""
    for module in modules:
        attempt(module)
    ours = {module.split(".")[0] for module in modules}
    for known in [name for name in sys.modules if name.split(".")[0] in ours]:
        del sys.modules[known]
    for package in ours:
        attempt(package)
        within(package, modules)


def within(package: str, modules: Sequence[str]) -> None:
    """The modules of a package that has been imported, each in a process that knows the package alone."""
    for module in modules:
        if module.rpartition(".")[0] != package:
            continue
        if module in sys.modules:
            within(module, modules)
        elif child := os.fork():
            os.waitpid(child, 0)
        else:
            attempt(module)
            within(module, modules)
            os._exit(0)


def attempt(module: str) -> None:
    try:
        importlib.import_module(module)
    except Exception as error:
        print(json.dumps([module, repr(error)]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
