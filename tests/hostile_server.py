"""A server of raw sockets that does to a crawler whatever a server can do; newspapers by their Host header."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

Misdeed = Callable[["Talk"], None]
"""What is done with a request."""

CHUNK = b"x" * 65536


class Talk:
    """One request: its path, and the means to answer, well or not."""

    def __init__(self, connection: socket.socket, host: str, path: str, ended: threading.Event) -> None:
        self.connection = connection
        self.host = host
        self.path = path
        self.ended = ended

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)

    def answer(
        self, body: str | bytes = b"", status: int | str = 200, *, type: str = "text/html", **headers: str
    ) -> None:
        """A proper answer; ``Content_Length=...`` and other headers may be given to make it improper."""
        body = body.encode() if isinstance(body, str) else body
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        fields = {"Content-Type": type, "Content-Length": str(len(body)), "Connection": "close", **given}
        self.raw(head(status, fields) + body)

    def reset(self) -> None:
        """Break off with a TCP reset instead of an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def drip(self, pieces: Iterable[bytes], pause: float = 0.05) -> None:
        """Send piece after piece, slowly, until the other side has had enough or the test is over."""
        for piece in pieces:
            if self.ended.wait(pause):
                return
            self.raw(piece)


def head(status: int | str, fields: dict[str, str]) -> bytes:
    """Status line and headers."""
    status = f"{status} Ya" if isinstance(status, int) else status
    lines = (f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items() if value))
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1", "replace")


class HostileServer:
    """``routes[host][path]`` are misdeeds; ``asked[host]`` the paths that came, ``at_once[host]`` the most
    requests that were under way at a time. Paths without their query hold for any query."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.routes: dict[str, dict[str, Misdeed]] = defaultdict(dict)
        self.asked: dict[str, list[str]] = defaultdict(list)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.under_way = 0
        self.most_at_once = 0
        self.ended = threading.Event()
        self._counting = threading.Lock()
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                server._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass

        self._server = Server((address, 0), Handler)
        self.port = self._server.server_address[1]
        self.base = f"http://{address}:{self.port}"

    def __enter__(self) -> HostileServer:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        with contextlib.suppress(OSError, ValueError):
            received = b""
            while b"\r\n\r\n" not in received:
                if not (data := connection.recv(65536)):
                    return
                received += data
            lines = received.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            host = next(line[6:] for line in lines if line.lower().startswith("host: ")).partition(":")[0]
            self.asked[host].append(path)
            self.times[host].append(time.monotonic())
            routes = self.routes[host]
            misdeed = routes.get(path) or routes.get(path.partition("?")[0]) or _missing
            with self._counted():
                misdeed(Talk(connection, host, path, self.ended))

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        with self._counting:
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            yield
        finally:
            with self._counting:
                self.under_way -= 1


def _missing(talk: Talk) -> None:
    talk.answer("Tidak ada", 404)
