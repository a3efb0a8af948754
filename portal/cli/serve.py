"""`portal serve`: the web server, started only with an environment that it can read."""

from __future__ import annotations

import os
import sys

import click

from portal.settings import NUMBERS, ROOT, BadNumberError, number


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def serve(options: tuple[str, ...]) -> None:
    """Serve the site with gunicorn, which is given the OPTIONS.

    gunicorn reads a number of the environment before anything of ours does, and fails on what is none.
    """
    try:
        for name in NUMBERS:
            number(name)
    except BadNumberError as error:
        raise click.ClickException(f"The portal cannot start. {error}") from None
    os.chdir(ROOT)  # where gunicorn finds its configuration
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "portal.server.app:create_app()"])  # noqa: S606
