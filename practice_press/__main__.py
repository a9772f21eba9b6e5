"""``python -m practice_press``: serve the practice newspapers until they are stopped."""

from __future__ import annotations

import threading

import click

from practice_press.articles import ArticleError
from practice_press.server import serve


@click.command()
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
def main(port: int) -> None:
    """Serve the invented newspapers on 127.0.0.1 until Ctrl+C.

    Example: python -m practice_press --port 8765
    """
    try:
        with serve(port) as base:
            click.echo(f"The practice press is at {base}/ (Ctrl+C stops it).")
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except OSError as error:
        raise click.ClickException(
            f"port {port} cannot be used ({error.strerror}); choose another with --port"
        ) from error
    except ArticleError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m practice_press")
