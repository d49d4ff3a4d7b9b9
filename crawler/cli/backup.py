"""``wirewatch backup FILE``: a copy of the archive, made while the daemon works."""

import argparse
import os
from pathlib import Path

from crawler.cli.archive import sqlite_path
from crawler.cli.newfile import new_file
from crawler.cli.options import add_config_option, config_path
from crawler.cli.progress import bars
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from storage.backup import back_up, refuse_own_files

PAGES = "pages"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="where to write it")
    add_config_option(parser)
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")


def run(args: argparse.Namespace) -> int:
    """Write the backup; return 0."""
    path, target = sqlite_path(load_config(config_path(args), os.environ)), args.file
    refuse_own_files(path, target)
    copied = 0
    with new_file(target, force=args.force) as part, bars() as bar:

        def progress(done: int, total: int) -> None:
            nonlocal copied
            if not copied:
                bar.expect(PAGES, total)
            bar.advance(PAGES, done - copied)
            copied = done

        size = back_up(path, part, target, progress)
    print(f"{for_terminal(str(target))}: {size / 1e6:.1f} MB, checked")
    return 0
