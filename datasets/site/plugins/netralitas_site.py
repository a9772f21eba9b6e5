"""The site's plugin for Datasette: it only ties hooks to the functions of ``datasets.site``."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

from datasets.site import lookups, ordering
from datasets.site.metadata import DATABASE
from datasets.site.page import GLOBALS, Page
from datasets.site.web import Application, in_language

logger = logging.getLogger("netralitas.site")


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Application], Application]:
    return lambda application: in_language(application, datasette.setting("base_url"))


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    env.globals.update(GLOBALS)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any, request: Any, table: str | None) -> dict[str, Any]:
    return {"page": Page(datasette, request, table)}


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    return [(r"/$", first_page), (ordering.ROUTE, table_page)]


async def first_page(datasette: Any, request: Any) -> Any:
    """The first page; Datasette's own would count and check every table for a list that is not shown."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    page = await datasette.render_template("index.html", request=request, view_name="index")
    return Response.html(page, headers={"Cache-Control": "no-cache"})


async def table_page(datasette: Any, request: Any) -> Any:
    return await ordering.table_view(datasette, request)


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> Markup | Awaitable[Markup | None] | None:
    return lookups.render(datasette, row, value, column, table) if database == DATABASE else None


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    async def answer() -> Any:
        info: dict[str, Any] = {"ok": False, "error": "", "status": 500, "title": None}
        if isinstance(exception, Base400):
            info |= {"status": exception.status, "error": str(exception)}
        elif isinstance(exception, DatasetteError):
            # What comes as HTML is Datasette's page on a query that took too long; the template has its own.
            words = "" if exception.message_is_html else str(exception.message)
            info |= exception.error_dict
            info |= {"status": exception.status, "error": words, "title": exception.title}
        else:
            logger.error("%s failed", request.path, exc_info=exception)
        if request.path.endswith(".json"):
            return Response.json(info, status=info["status"])
        page = await datasette.render_template("error.html", info, request=request)
        return Response.html(page, status=info["status"])

    return answer
