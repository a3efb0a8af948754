"""Ports for the servers that tests start."""

from __future__ import annotations

import random
import socket

#: Below the ports that Linux gives to outgoing connections, so that no client takes one before its server does.
PORTS = range(10_000, 32_000)
#: Not the generator that hypothesis seeds: test runs beside each other would choose the same ports.
DICE = random.SystemRandom()


def free_port() -> int:
    """A port that nobody listens on, chosen at random: runs beside each other hardly ever choose the same one."""
    while True:
        port = DICE.choice(PORTS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
