"""How gunicorn serves the portal; read by itself from the folder it is started in."""

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.http.errors import InvalidHeader, UnsupportedTransferCoding

sys.path.insert(0, str(Path(__file__).parent))  # a platform starts gunicorn without installing the project

from portal.gateway.limits import SPARE_FILES, Limits, allow_files
from portal.gateway.memory import few_arenas
from portal.settings import BadNumberError, number

try:
    _limits = Limits.from_environment(os.environ)
    _port, workers, threads = (number(name) for name in ("PORT", "WEB_CONCURRENCY", "PORTAL_THREADS"))
except BadNumberError as error:
    raise SystemExit(f"The portal cannot start. {error}") from None
#: A PaaS says which port; a laptop is served to itself alone.
bind = f"{'0.0.0.0' if os.environ.get('PORT') else '127.0.0.1'}:{_port}"  # noqa: S104
#: The content is read once, and the workers share it.
preload_app = True
#: Threads answer whole requests only: a loop in each worker waits for clients that are slow to ask or to read
#: (docs/decisions/0001-slow-clients.md). Most threads wait for their turn at something costly, which costs nothing.
worker_class = "portal.gateway.worker.BufferingWorker"
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


def on_reload(server: Any) -> None:
    """SIGHUP takes in new content before new workers take over; while it is broken, the old workers' content stays."""
    from portal.server.reload import renewed  # noqa: PLC0415  (the app is read already)

    gc.unfreeze()
    server.app.callable = renewed(server.app.callable)
    gc.collect()
    when_ready(server)


def post_worker_init(worker: Any) -> None:
    """Files are made beside each worker, in a process that is forked before there are threads.

    The database is watched from now on, so that nobody who asks for the site's health waits for the first look at it.
    With DELIVERY=web letters are delivered from here; leases on them keep the processes out of each other's way.
    """
    worker.handle_error = partial(client_error, worker.handle_error)
    site = worker.wsgi.extensions.get("portal")
    if site is None:  # the bench serves other apps with this file too
        return
    site.files.start()
    _ends.append(site.files.stop)
    site.enquiry_service.watch.start()
    from portal.delivery.service import beside_web  # noqa: PLC0415  (after gunicorn has forked)

    _ends.append(beside_web(site.portal.content, lacks=site.condition.lacks))


def client_error(answer: Callable[..., None], request: Any, client: Any, address: Any, error: Exception) -> None:
    """A transfer coding that nobody knows is the client's fault like any other header: gunicorn would answer 501."""
    if isinstance(error, UnsupportedTransferCoding):
        error = InvalidHeader("TRANSFER-ENCODING", req=request)
    answer(request, client, address, error)


def worker_exit(server: Any, worker: Any) -> None:
    """A letter that is on its way is ended before the process ends; what makes files ends too."""
    for end in _ends:
        end()
