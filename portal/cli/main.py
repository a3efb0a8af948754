"""The commands of those who write the content and of those who run the portal."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

#: Each command, and the module of this folder and the function in it that it is.
COMMANDS = {
    "check": "check.check",
    "import": "importing.import_file",
    "schema": "schema.schema",
    "serve": "serve.serve",
    "migrate": "deliver.migrate",
    "deliver": "deliver.deliver",
    "enquiries": "enquiries.enquiries",
}


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no rubbish: there is none yet while modules load, and a short command ends before it matters."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Commands(click.Group):
    """Reads a command's module when it is called: whoever delivers all day holds nothing that `check` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, as `--help` lists them."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; None where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, _dot, function = COMMANDS[cmd_name].partition(".")
        with without_collecting():
            found: click.Command = getattr(import_module(f"portal.cli.{module}"), function)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a database that does not answer is told in a line."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            why = _of_the_database(error)
            if why is None:
                raise
            raise click.ClickException(f"The database does not answer: {why}. Has `portal migrate` been run?") from None


def _of_the_database(error: Exception) -> str | None:
    """What a database says that does not answer. A command that has none does not load what asks it."""
    if "sqlalchemy.exc" not in sys.modules:
        return None
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    from portal.enquiries.database import cause  # noqa: PLC0415

    return cause(error) if isinstance(error, DBAPIError) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The Invest In portal of the regional towns."""
