"""``wirewatch``: find the command, import only its module, run it, turn errors into exit codes.

Every command module offers ``add_arguments(parser)`` and ``run(args) -> int``. It is imported
when its command is called, so that ``--help`` stays quick.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from crawler import __version__
from crawler.cli import streams
from crawler.cli.commands import COMMANDS
from crawler.model.errors import ConfigError, ConfigErrors, QueryError, WirewatchError, first_of

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


class Parser(argparse.ArgumentParser):
    """argparse, with our exit code and without a usage dump before the sentence that matters."""

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with the code of wrong usage."""
        self.exit(USAGE, f"{self.prog}: {message}\n  hint: {self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 could not do it, 2 wrong usage."""
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv: Sequence[str] | None) -> int:
    streams.prepare()
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in words if not word.startswith("-")), None)
    parser = _parser()
    if name not in COMMANDS or words[0] != name:
        parser.parse_args(words)
        parser.print_help(sys.stderr)
        return USAGE
    command = COMMANDS[name]
    module = importlib.import_module(f"crawler.cli.{command.module}")
    own = Parser(
        prog=f"wirewatch {name}",
        description=command.summary[:1].upper() + command.summary[1:] + ".",
        epilog=f"example: {command.example}",
    )
    module.add_arguments(own)
    return _guarded(module.run, own.parse_args(words[1:]))


def _parser() -> Parser:
    width = max(map(len, COMMANDS))
    listing = "\n".join(
        f"  {name:{width}}  {command.summary}" for name, command in COMMANDS.items()
    )
    parser = Parser(
        prog="wirewatch",
        description="A news watch: one alert per story, every match explained, nothing lost.",
        epilog=f"commands:\n{listing}\n\nexample: wirewatch init && wirewatch run\nevery command has its own --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="wirewatch COMMAND [OPTIONS]",
    )
    parser.add_argument("--version", action="version", version=f"wirewatch {__version__}")
    parser.add_argument(
        "command", nargs="?", choices=list(COMMANDS), metavar="COMMAND", help="see below"
    )
    return parser


def _guarded(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Run a command; what goes wrong becomes sentences on stderr and an exit code."""
    try:
        code = run(args)
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be reported
    except (WirewatchError, OSError, ExceptionGroup) as error:
        return _reported(error)
    return code


def _reported(error: WirewatchError | OSError | ExceptionGroup[Exception]) -> int:
    """Print an error in one line (a configuration's: with its hints); return the exit code.

    Raises:
        ExceptionGroup: it holds a bug of ours, which must not be dressed up as something else.
    """
    match error:
        case ConfigError() | ConfigErrors() | QueryError():
            print(error, file=sys.stderr)
            return USAGE
        case WirewatchError():
            print(f"wirewatch: {error}", file=sys.stderr)
        case BrokenPipeError():  # the reader of our output has seen enough
            streams.give_up_output()
        case OSError(filename=None):  # it opened; writing to it failed
            print(f"wirewatch: writing the output: {error.strerror or error}", file=sys.stderr)
            streams.give_up_output()
        case OSError():
            print(f"wirewatch: {error.filename}: {error.strerror or error}", file=sys.stderr)
        case ExceptionGroup():
            first = first_of(error)
            if not isinstance(first, WirewatchError | OSError):
                raise error
            return _reported(first)
    return FAILED
