"""The commands of those who write the content and of those who run the portal."""

from __future__ import annotations

import click

from portal.cli.check import check
from portal.cli.deliver import deliver, migrate
from portal.cli.enquiries import enquiries


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The Invest In portal of the regional towns."""


for command in (check, migrate, deliver, enquiries):
    main.add_command(command)
