"""Keyboard and mouse of another engine, as playwright has them."""

from __future__ import annotations

from typing import Any

from tests.browser.engines.wire import Wire

#: What the protocol calls each key.
KEYS = {
    "Enter": "\ue007",
    "Tab": "\ue004",
    "Escape": "\ue00c",
    "Backspace": "\ue003",
    "Delete": "\ue017",
    "Space": " ",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Home": "\ue011",
    "End": "\ue010",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Meta": "\ue03d",
}


class Keyboard:
    """The keyboard."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def press(self, keys: str) -> None:
        """Press a key, with others held: Enter, Shift+Tab."""
        *held, last = keys.split("+") if len(keys) > 1 else [keys]
        values = [KEYS.get(key, key) for key in (*held, last)]
        down = [{"type": "keyDown", "value": value} for value in values]
        self._do([*down, *({"type": "keyUp", "value": value} for value in reversed(values))])

    def type(self, text: str, **_how: Any) -> None:
        """Type a text."""
        self._do([{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")])

    def _do(self, actions: list[dict[str, str]]) -> None:
        self._wire.ask("PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])


class Mouse:
    """The mouse, in the window's own pixels."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def move(self, x: float, y: float) -> None:
        """Bring it there."""
        self._do([self._there(x, y)])

    def click(self, x: float, y: float) -> None:
        """Click there."""
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self._do([self._there(x, y), down, up])

    def _there(self, x: float, y: float) -> dict[str, Any]:
        return {"type": "pointerMove", "x": round(x), "y": round(y), "origin": "viewport", "duration": 0}

    def _do(self, actions: list[dict[str, Any]]) -> None:
        kind = {"pointerType": "mouse"}
        self._wire.ask(
            "PerformActions", actions=[{"type": "pointer", "id": "mouse", "parameters": kind, "actions": actions}]
        )
