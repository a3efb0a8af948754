"""How a browser is told what to do: Firefox by Marionette, WebKit by WebDriver. The commands are the same."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

#: Seconds until a browser must listen.
STARTING = 60
#: Seconds that a command may take.
PATIENCE = 60
FIREFOX, WEBKIT, SCREEN = "firefox-esr", "WebKitWebDriver", "Xvfb"
MINI_BROWSERS = "*/webkit2gtk-4.1/MiniBrowser"
#: The small browser's own buttons take no room, so that its window can be as narrow as a phone.
NARROW = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; -gtk-icon-transform: scale(0.1); }"
MISSING = "{} is not here: `make test-browsers` installs it."
#: WebDriver's address of each command below a session.
PATHS = {
    "Navigate": "POST url",
    "GetCurrentURL": "GET url",
    "Back": "POST back",
    "Forward": "POST forward",
    "Refresh": "POST refresh",
    "ExecuteScript": "POST execute/sync",
    "ExecuteAsyncScript": "POST execute/async",
    "ElementClick": "POST element/{id}/click",
    "ElementSendKeys": "POST element/{id}/value",
    "PerformActions": "POST actions",
    "SetWindowRect": "POST window/rect",
    "SetTimeouts": "POST timeouts",
    "TakeScreenshot": "GET screenshot",
}


class RefusedError(Exception):
    """The browser says that a command cannot be done; its name for why is the first argument."""


def program(name: str) -> str:
    """Where a program is; the test fails where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(MISSING.format(name), pytrace=False)
    return found


def until(made: Callable[[], Any], seconds: float = STARTING) -> Any:
    """What is made, when it can be; TimeoutError when it cannot for so long."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        found = made()
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError


class Firefox:
    """Firefox without a window, with a profile of its own."""

    name = "firefox"

    def __init__(self, locale: str, scheme: str, *, still: bool = False, scripts: bool = True) -> None:
        """`still` asks for less motion; without `scripts` the page runs none, and answers ours."""
        self._folder = Path(tempfile.mkdtemp(prefix="portal-firefox-"))
        preferences = {
            "marionette.port": 0,
            "intl.accept_languages": locale,
            "layout.css.prefers-color-scheme.content-override": 0 if scheme == "dark" else 1,
            "ui.prefersReducedMotion": int(still),
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "app.update.disabledForTesting": True,
            "network.captive-portal-service.enabled": False,
            "browser.tabs.remote.autostart": True,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (self._folder / "user.js").write_text("\n".join(lines))
        options = ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile"]
        self._process = subprocess.Popen(
            [program(FIREFOX), *options, str(self._folder)],
            env={**os.environ, "HOME": str(self._folder), "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = until(self._port)
        self._line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._number = 0
        self._read()  # its greeting
        self.ask("NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self.emulate(allowJavascript=scripts)

    def _port(self) -> int | None:
        file = self._folder / "MarionetteActivePort"
        text = file.read_text() if file.exists() else ""
        return int(text) if text else None

    def ask(self, command: str, **fields: Any) -> Any:
        """What the browser answers to a command. Raises RefusedError."""
        self._number += 1
        prefix = "" if ":" in command else "WebDriver:"
        data = json.dumps([0, self._number, prefix + command, fields]).encode()
        self._line.sendall(b"%d:%s" % (len(data), data))
        _kind, _number, error, found = self._read()
        if error:
            raise RefusedError(error["error"], error["message"])
        return found["value"] if isinstance(found, Mapping) and "value" in found else found

    def _read(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._some(1)
        left = int(size[:-1])
        data = b""
        while len(data) < left:
            data += self._some(left - len(data))
        return json.loads(data)

    def _some(self, most: int) -> bytes:
        data = self._line.recv(most)
        if not data:
            raise ConnectionError("Firefox has hung up.")
        return data

    def resize(self, width: int, height: int) -> None:
        """Give the page this size. A window cannot be so narrow, but the page in it can, as in its own tools."""
        self._within(
            """
              const own = gBrowser.selectedBrowser.style;
              own.setProperty("width", `${arguments[0]}px`); own.setProperty("min-width", "0");
              own.setProperty("height", `${arguments[1]}px`); own.setProperty("flex", "none");
            """,
            width,
            height,
        )
        settle(self, width, height)

    def emulate(self, **wanted: Any) -> None:
        """Give the page another medium or another wish of its reader's, as the browser's own tools do."""
        self._within("Object.assign(gBrowser.selectedBrowser.browsingContext, arguments[0])", wanted)

    def _within(self, script: str, *args: Any) -> None:
        """Run a script in the browser itself, not in the page."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            self.ask("ExecuteScript", script=script, args=list(args))
        finally:
            self.ask("Marionette:SetContext", value="content")

    def close(self) -> None:
        """End it."""
        self._line.close()
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self._folder, ignore_errors=True)


class WebKit:
    """WebKit's small browser, on a screen that nobody sees."""

    name = "webkit"

    def __init__(self, locale: str, scheme: str, *, still: bool = False, scripts: bool = True) -> None:
        """`still` asks for less motion; without `scripts` the page runs none, and answers ours."""
        if not locale.startswith("en"):
            pytest.skip("webkit speaks the language of the machine alone")
        self._folder = Path(tempfile.mkdtemp(prefix="portal-webkit-"))
        found = [*Path("/usr/lib").glob(MINI_BROWSERS)]
        if not found:
            pytest.fail(MISSING.format("MiniBrowser"), pytrace=False)
        self._processes: list[subprocess.Popen[bytes]] = []
        style = self._folder / ".config" / "gtk-3.0" / "gtk.css"
        style.parent.mkdir(parents=True)
        style.write_text(NARROW)
        motion = f"[Settings]\ngtk-enable-animations={int(not still)}\n"
        style.with_name("settings.ini").write_text(motion)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        reader, writer = os.pipe()
        screen = [program(SCREEN), "-displayfd", str(writer), "-screen", "0", "2000x2000x24", "-nolisten", "tcp"]
        self._processes.append(subprocess.Popen(screen, pass_fds=[writer], **quiet))  # type: ignore[call-overload]
        os.close(writer)
        with os.fdopen(reader) as answer:
            display = f":{answer.readline().strip()}"
        environ = {
            **{name: text for name, text in os.environ.items() if not name.startswith(("WAYLAND", "DBUS"))},
            "DISPLAY": display,
            "HOME": str(self._folder),
            "LANG": locale.replace("-", "_") + ".UTF-8",
            "GTK_THEME": "Adwaita:dark" if scheme == "dark" else "Adwaita",
            "GDK_BACKEND": "x11",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        driver = [program(WEBKIT), f"--port={self._port}", "--host=127.0.0.1"]
        self._processes.append(subprocess.Popen(driver, env=environ, start_new_session=True, **quiet))  # type: ignore[call-overload]
        self._session = ""
        until(self._listens)
        options = {"binary": str(found[0]), "args": ["--automation", f"--enable-javascript-markup={scripts}"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._session = self._send("POST", "/session", {"capabilities": wanted})["sessionId"]

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True

    def ask(self, command: str, **fields: Any) -> Any:
        """What the browser answers to a command. Raises RefusedError."""
        method, path = PATHS[command].split()
        ident = fields.pop("id", "")
        return self._send(method, f"/session/{self._session}/{path.format(id=ident)}", fields)

    def _send(self, method: str, path: str, fields: dict[str, Any]) -> Any:
        line = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            line.request(method, path, json.dumps(fields) if method == "POST" else None)
            response = line.getresponse()
            found = json.loads(response.read())["value"]
        finally:
            line.close()
        if response.status >= 400:
            raise RefusedError(found["error"], found["message"])
        return found

    def resize(self, width: int, height: int) -> None:
        """Give the page this size: the window's, with what stands around the page."""
        for _ in range(3):
            script = "return [innerWidth, innerHeight, outerWidth, outerHeight]"
            inner = self.ask("ExecuteScript", script=script, args=[])
            if inner[:2] == [width, height]:
                return
            rect = {"width": width + inner[2] - inner[0], "height": height + inner[3] - inner[1]}
            self.ask("SetWindowRect", x=0, y=0, **rect)
            settle(self, width, height)

    def close(self) -> None:
        """End it."""
        try:
            if self._session:
                self._send("DELETE", f"/session/{self._session}", {})
        finally:
            for process in reversed(self._processes):
                process.terminate()
                process.wait(20)
            shutil.rmtree(self._folder, ignore_errors=True)


Wire = Firefox | WebKit


def settle(wire: Wire, width: int, height: int, seconds: float = 3) -> bool:
    """Wait until the page has this size; whether it has."""
    size = [width, height]
    last = time.monotonic() + seconds
    while wire.ask("ExecuteScript", script="return [innerWidth, innerHeight]", args=[]) != size:
        if time.monotonic() > last:
            return False
        time.sleep(0.05)
    return True


ENGINES: Mapping[str, type[Firefox] | type[WebKit]] = {"firefox": Firefox, "webkit": WebKit}
