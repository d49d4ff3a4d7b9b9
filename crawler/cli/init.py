"""``wirewatch init``: a commented feeds.yaml to start from, never over an existing one."""

import argparse
import json
from importlib.resources import files
from pathlib import Path

import seeds
from crawler.cli.options import DEFAULT_CONFIG, add_json_option
from crawler.model.errors import WirewatchError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("dir", nargs="?", default=".", metavar="DIR", help="where (default: here)")
    parser.add_argument(
        "--config",
        metavar="FILE",
        default=DEFAULT_CONFIG,
        help=f"its name (default: {DEFAULT_CONFIG})",
    )
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file; return 0.

    Raises:
        WirewatchError: there is such a file already, or it cannot be written; then there is none.
    """
    path = Path(args.dir) / args.config
    text = _starter()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise WirewatchError(f"{path} exists already and is left as it is") from error
    except OSError as error:
        if error.filename is None:  # it was made, and could not be filled
            path.unlink(missing_ok=True)
        raise WirewatchError(f"{path}: cannot be written: {error.strerror}") from error
    if args.json:
        print(json.dumps({"written": str(path)}))
    else:
        option = "" if path == Path(DEFAULT_CONFIG) else f" --config {path}"
        print(
            f"{path} is written. Edit it, then:\n  wirewatch check{option}\n  wirewatch run{option}"
        )
    return 0


def _starter() -> str:
    """Return the shipped feeds.yaml: inside the installed package, or at the checkout's root."""
    installed = files(seeds) / DEFAULT_CONFIG
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    return (Path(seeds.__file__).parents[1] / DEFAULT_CONFIG).read_text(encoding="utf-8")
