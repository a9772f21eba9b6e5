"""The Datasette object for a database, and the server that runs it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from datasets.database import open_readonly
from datasets.site.metadata import DATABASE, build_metadata

_FOLDER: Final = Path(__file__).parent

SETTINGS: Final[dict[str, Any]] = {
    # A page of facets over 300,000 rows took 1.1 s with suggestions and 0.04 s without.
    "suggest_facets": False,
    "default_page_size": 50,
    "default_facet_size": 8,
    # A stored query ends here, in CSV too; tables and views do not, since their CSV is streamed.
    "max_returned_rows": 5000,
    "sql_time_limit_ms": 5000,
    # A facet that takes longer is left out of the page without a word, so it is given time.
    "facet_time_limit_ms": 3000,
    "num_sql_threads": 4,
    "max_csv_mb": 0,  # no CSV is cut off
    "allow_csv_stream": True,
    # The working database holds whole articles, which are the newspapers'.
    "allow_download": False,
    "truncate_cells_html": 400,
    "default_cache_ttl": 0,  # pages change with the language and with every crawl
}


class SiteError(Exception):
    """The site cannot be served; the text is one sentence that says why and what to do."""


def app(database: Path, *, immutable: bool = False) -> Datasette:
    """The Datasette object that publishes ``database``, which is only read.

    With ``immutable`` the file is taken never to change, which is faster and wrong while anybody writes it.
    Raises ``DatabaseError`` if the file is missing, damaged, of another program or another version.
    """
    with open_readonly(database):
        pass
    # Datasette's own handler prints a traceback for every missing page; the site's plugin answers errors.
    if pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")
    datasette = Datasette(
        [],
        metadata=build_metadata(),
        settings=dict(SETTINGS),
        template_dir=str(_FOLDER / "templates"),
        plugins_dir=str(_FOLDER / "plugins"),
        static_mounts=[("static", str(_FOLDER / "static"))],
    )
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, path=str(database), is_mutable=not immutable), name=DATABASE)
    return datasette


def serve(
    database: Path, host: str, port: int, *, open_message: Callable[[str], None], immutable: bool = False
) -> None:
    """Serve ``database`` at ``host`` and ``port`` (0: a free one) until the program is interrupted.

    ``open_message`` is called once, with the address, as soon as the site answers there. Raises what ``app``
    raises, and ``SiteError`` if the address cannot be had; then nothing was served.
    """
    datasette = app(database, immutable=immutable)
    listener = _listen(host, port)
    address = _address(listener)
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", server_header=False)
    with listener:
        _Server(config, lambda: open_message(address)).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Tells when it has begun to answer."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OverflowError as error:
        raise SiteError(f"{port} is no port; give a number from 0 to 65535.") from error
    except socket.gaierror as error:
        raise SiteError(
            f"{host} is no address of this machine; give another host, such as 127.0.0.1."
        ) from error
    except OSError as error:
        raise SiteError(f"The site cannot be served at {host}:{port}: {_reason(error)}.") from error


def _reason(error: OSError) -> str:
    return {
        errno.EADDRINUSE: "another program is there; give another port, or 0 for a free one",
        errno.EACCES: "ports below 1024 are kept for the system; give a higher one",
        errno.EADDRNOTAVAIL: "that is no address of this machine; give another host, such as 127.0.0.1",
    }.get(error.errno or 0, error.strerror or str(error))


def _address(listener: socket.socket) -> str:
    """Where a browser on this machine reaches ``listener``, which may listen on all addresses."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
