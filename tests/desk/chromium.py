"""Headless Chromium driven over its own protocol: nothing is needed beside the browser.

Only what the desk's tests use: open a page, run script in it, press keys, give a file to an
input, catch downloads, take a picture.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import websocket

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-allow-origins=*",
    "--remote-debugging-port=0", "--lang=uk",
)  # fmt: skip
_KEYS = {"ArrowRight": 39, "ArrowLeft": 37, "Tab": 9, "Enter": 13, "Home": 36, "End": 35, "s": 83}


def chromium() -> str | None:
    """Path of the browser, from ``CHROMIUM`` or the usual names."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One page of one browser; use it as a context manager."""

    def __init__(self, *, width: int = 1440, height: int = 900) -> None:
        self.size = (width, height)
        self.number = 0
        self.events: dict[str, Any] = {}

    def __enter__(self) -> Browser:
        self.scratch = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        self.downloads = Path(self.scratch.name) / "downloads"
        profile = Path(self.scratch.name) / "profile"
        program = chromium()
        assert program, "Chromium is not installed"
        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        port_file = profile / "DevToolsActivePort"
        until(lambda: port_file.is_file() and port_file.read_text().count("\n") >= 1, 60)
        port = port_file.read_text().split("\n")[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=30) as answer:
            page = next(e for e in json.load(answer) if e["type"] == "page")
        self.socket = websocket.create_connection(
            page["webSocketDebuggerUrl"], suppress_origin=True, timeout=120
        )
        self.call("Page.enable")
        self.call("Runtime.enable")
        self.resize(*self.size)
        self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        self.scratch.cleanup()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if "method" in answer:
                self.events[answer["method"]] = answer["params"]
            if answer.get("id") == self.number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]

    def resize(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)  # fmt: skip

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """Value of an expression in the page; a promise is awaited."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script: str, seconds: float = 90) -> Any:
        """Wait until an expression is true, and return its value."""
        return until(lambda: self.run(script), seconds, what=script)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            for kind in ("rawKeyDown", "keyUp"):
                self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                          windowsVirtualKeyCode=_KEYS[key])  # fmt: skip

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def give_file(self, button: str, path: Path) -> None:
        """Press a button that asks for a file, and give it one."""
        self.call("Page.setInterceptFileChooserDialog", enabled=True)
        self.events.pop("Page.fileChooserOpened", None)
        script = f"document.querySelector({json.dumps(button)}).click()"
        self.call("Runtime.evaluate", expression=script, userGesture=True)
        until(lambda: self.run("1") and "Page.fileChooserOpened" in self.events, 20, what=button)
        node = self.events["Page.fileChooserOpened"]["backendNodeId"]
        self.call("DOM.setFileInputFiles", backendNodeId=node, files=[str(path)])

    def downloaded(self, name: str, seconds: float = 30) -> Path:
        """Path of a finished download."""
        file = self.downloads / name
        until(file.is_file, seconds, what=name)
        return file

    def picture(self, path: Path, *, whole: bool = False) -> None:
        found = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))


def until(ready: Any, seconds: float, *, what: str = "") -> Any:
    """Call until the answer is true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds:g} seconds: {what}")
