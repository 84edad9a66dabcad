"""A server for the instructor's own browser: shows products and refreshes them when built.

It listens on this machine only, under an address that nobody can guess, and
gives out nothing but the products of the last build. They are listed on a page
of ours, which opens each in a window of its own and refreshes that window when
the product has been built again: the files themselves are served as they are
and never contain any of this.
"""

from __future__ import annotations

import json
import queue
import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote, unquote, urlsplit

import htpy as h

if TYPE_CHECKING:
    from kit.build.report import Report

_MEDIA: Final = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_OURS: Final = {
    "watch.js": ("text/javascript; charset=utf-8", "watch.js"),
    "watch.css": ("text/css; charset=utf-8", "watch.css"),
}
_HEARTBEAT: Final = 15.0  # seconds; a browser that has gone is noticed at the next one
# For our own pages. A product brings its own, stricter one.
_POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"


class Server:
    """Serves the products of a project on the loopback interface.

    Parameters
    ----------
    root : Path
        The root of the project.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._token = secrets.token_urlsafe(24)
        self._products: dict[str, Path] = {}
        self._failures: dict[str, str] = {}
        self._listeners: list[queue.SimpleQueue[str | None]] = []
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.ours = self  # type: ignore[attr-defined]  # handlers know only the server
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Return the port on which it listens."""
        return self._http.server_port

    @property
    def address(self) -> str:
        """Return the address of the list of products."""
        return f"http://127.0.0.1:{self.port}/{self._token}/"

    def publish(self, report: Report) -> None:
        """Take over what a build did, and tell every open page.

        Parameters
        ----------
        report : Report
            The build.
        """
        changed: list[str] = []
        with self._lock:
            for entry in report.entries:
                self._failures.pop(entry.name, None)
                if entry.error is not None:
                    self._failures[entry.name] = str(entry.error)
                self._products |= {output: self._root / output for output in entry.outputs}
                if entry.outcome in {"built", "rendered"}:
                    changed += entry.outputs
            for listener in self._listeners:
                listener.put(self._event(changed))

    def close(self) -> None:
        """Stop serving."""
        with self._lock:
            for listener in self._listeners:
                listener.put(None)
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, target: str) -> tuple[str, bytes] | None:
        """Return what stands at an address.

        Parameters
        ----------
        target : str
            The path of a request.

        Returns
        -------
        tuple of str and bytes, or None
            Media type and content; None when there is nothing.
        """
        place = self.place(target)
        if place is None:
            return None
        if place == "":
            return "text/html; charset=utf-8", self._list().encode()
        if place in _OURS:
            media, file = _OURS[place]
            return media, (Path(__file__).parent / file).read_bytes()
        with self._lock:
            path = self._products.get(place.removeprefix("file/"))
        if path is None or not place.startswith("file/"):
            return None
        try:
            return _MEDIA[path.suffix], path.read_bytes()
        except OSError:
            return None

    def place(self, target: str) -> str | None:
        """Return the part of a request's path after the token; None when it is wrong."""
        token, slash, place = urlsplit(target).path.removeprefix("/").partition("/")
        known = secrets.compare_digest(token.encode(), self._token.encode())
        return unquote(place) if known and slash else None

    def listen(self) -> queue.SimpleQueue[str | None]:
        """Return a queue of events, the first of which tells how things are."""
        listener: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        with self._lock:
            self._listeners.append(listener)
            listener.put(self._event([]))
        return listener

    def leave(self, listener: queue.SimpleQueue[str | None]) -> None:
        """Forget a queue of events."""
        with self._lock:
            self._listeners.remove(listener)

    def _event(self, changed: list[str]) -> str:
        """Write an event: what there is, what was built, and what failed."""
        products = {name: f"file/{quote(name)}" for name in sorted(self._products)}
        failed = list(self._failures.values())
        return json.dumps({"products": products, "changed": changed, "failed": failed})

    def _list(self) -> str:
        """Write the page that lists the products; its script fills it in."""
        return str(
            h.html(lang="en")[
                h.head[
                    h.meta(charset="utf-8"),
                    h.title["What has been built"],
                    h.link(rel="stylesheet", href="watch.css"),
                    h.script(src="watch.js", defer=True),
                ],
                h.body[
                    h.div("#failures", role="alert"),
                    h.main[
                        h.h1["What has been built"],
                        h.p["Open a file from here, and it refreshes itself when it is built."],
                        h.ul("#products"),
                    ],
                ],
            ]
        )


class _Handler(BaseHTTPRequestHandler):
    """Answers a request."""

    def do_GET(self) -> None:
        """Give out what was asked for, to this machine's own browser only."""
        ours: Server = self.server.ours  # type: ignore[attr-defined]
        host = self.headers.get("Host", "")
        if host not in {f"127.0.0.1:{ours.port}", f"localhost:{ours.port}"}:
            # Another name for this machine may be a page elsewhere that wants to look in.
            self.send_error(HTTPStatus.FORBIDDEN)
        elif ours.place(self.path) == "events":
            self._tell(ours)
        elif (answer := ours.answer(self.path)) is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            media, content = answer
            self._begin(media)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the address is a secret."""

    def _begin(self, media: str) -> None:
        """Send what every answer begins with."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", media)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        if not self.path.partition("/file/")[1]:
            self.send_header("Content-Security-Policy", _POLICY)

    def _tell(self, ours: Server) -> None:
        """Send events as they come, until the browser has gone."""
        self._begin("text/event-stream")
        self.end_headers()
        listener = ours.listen()
        try:
            while True:
                try:
                    event = listener.get(timeout=_HEARTBEAT)
                except queue.Empty:
                    self.wfile.write(b":\n\n")
                    continue
                if event is None:
                    return
                self.wfile.write(f"data: {event}\n\n".encode())
        except ConnectionError:
            return
        finally:
            ours.leave(listener)
