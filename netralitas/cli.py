"""The command ``netralitas``: its sub-commands, and how every one of them fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from netralitas import __version__
from netralitas.commands.alerts import alerts
from netralitas.commands.backup import backup
from netralitas.commands.crawl import crawl
from netralitas.commands.demo import demo
from netralitas.commands.evaluate import evaluate
from netralitas.commands.export import export
from netralitas.commands.extract import extract
from netralitas.commands.rebuild import rebuild
from netralitas.commands.serve import serve
from netralitas.commands.sources import sources
from netralitas.commands.status import status
from netralitas.errors import Stopped

DEBUG = "NETRALITAS_DEBUG"


class OneSentence(click.Group):
    """A group whose commands fail with one sentence on standard error and a code, never with a traceback.

    2: the command was called wrongly, or a file that it needs is not there. 75: another crawl is under way.
    130: stopped by Ctrl+C or SIGTERM. 1: anything else. ``docs/operating.md`` has them by command.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one comes to need them."""
        return list(self.commands)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; see ``click.Command.main``."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.UsageError as error:
            hint = f" See `{error.ctx.command_path} --help`." if error.ctx else ""
            _fail(error, f"{_sentence(error.format_message())}{hint}")
        except click.ClickException as error:
            _fail(error, _sentence(error.format_message()))
        except click.Abort:
            click.echo("Stopped.", err=True)
            sys.exit(Stopped.exit_code)
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            click.echo(
                f"Error: the program broke down ({type(error).__name__}: {error}); this is a fault in it. "
                f"Please report it with what {DEBUG}=1 shows.",
                err=True,
            )
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _fail(error: click.ClickException, message: str) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(error.exit_code)


def _sentence(message: str) -> str:
    """A message as one line that ends in a full stop."""
    line = " ".join(message.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="netralitas")
def main() -> None:
    """Watch Indonesia's regional press for the neutrality of civil servants in elections.

    \b
    Begin with:
      netralitas demo
    """


for command in (demo, crawl, status, alerts, sources, rebuild, extract, evaluate, export, backup, serve):
    main.add_command(command)
