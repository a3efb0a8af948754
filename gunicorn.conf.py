"""How gunicorn serves the portal; read by itself from the folder it is started in."""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # a platform starts gunicorn without installing the project

from portal.gateway.limits import SPARE_FILES, Limits, allow_files
from portal.gateway.memory import few_arenas
from portal.settings import Settings

_settings, _limits = Settings.from_environment(), Limits.from_environment(os.environ)
_port = os.environ.get("PORT")
#: A PaaS says which port; a laptop is served to itself alone.
bind = f"0.0.0.0:{_port}" if _port else "127.0.0.1:8050"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
#: The content is read once, and the workers share it.
preload_app = True
#: Threads answer whole requests only: a loop in each worker waits for clients that are slow to ask or to read
#: (docs/decisions/0001-slow-clients.md). Most threads wait for their turn at something costly, which costs nothing.
worker_class = "portal.gateway.worker.BufferingWorker"
threads = _settings.threads
worker_connections = min(_limits.connections, allow_files(_limits.connections + SPARE_FILES) - SPARE_FILES)
limit_request_fields = 64
timeout = 30
graceful_timeout = 10
keepalive = 5
#: Proxies are believed by the app itself, as many as site.yaml says.
forwarded_allow_ips = ""
control_socket_disable = True
accesslog = "-" if os.environ.get("PORTAL_ACCESS_LOG") else None
errorlog = "-"
#: A heartbeat in memory, where a container's disk may be slow.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108

#: Rubbish is looked for after so many new things: an answer makes some ten thousand that live no longer than it does,
#: and looking through them again and again would take a twentieth of its time.
RUBBISH = (20_000, 10, 10)
#: What ends the delivery of letters in this process.
_ends: list[Callable[[], None]] = []

gc.disable()
few_arenas()


def when_ready(server: Any) -> None:
    """What start-up has made stays: it is not searched for rubbish, so the workers go on sharing it."""
    gc.freeze()
    gc.set_threshold(*RUBBISH)
    gc.enable()


def post_worker_init(worker: Any) -> None:
    """Files are made beside each worker, in a process that is forked before there are threads.

    With DELIVERY=web letters are delivered from here; leases on them keep the processes out of each other's way.
    """
    if site := worker.wsgi.extensions.get("portal"):  # the bench serves other apps with this file too
        site.files.start()
        _ends.append(site.files.stop)
    from portal.delivery.service import beside_web  # noqa: PLC0415  (after gunicorn has forked)

    _ends.append(beside_web())


def worker_exit(server: Any, worker: Any) -> None:
    """A letter that is on its way is ended before the process ends; what makes files ends too."""
    for end in _ends:
        end()
