"""``stratanalysis example`` and ``stratanalysis notebooks``: what the package carries, laid out."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option, replace_option
from stratanalysis.cli.speech import message
from stratanalysis.errors import InvalidInputError, MissingInputError

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser(
        "example",
        help="copy an invented community to play with",
        description="Copy the invented community `example` into the data folder: every table is "
        "filled in, so that every command can be tried on it.",
    )
    command.add_argument("--slug", default="example", help="name of the folder (default: example)")
    data_option(command)
    command.set_defaults(run=_example)
    command = commands.add_parser(
        "notebooks",
        help="lay the notebooks out for editing",
        description="Copy the report notebooks, the desk and the lessons into a folder. They find "
        "the data from anywhere.",
    )
    command.add_argument(
        "--to", type=Path, default=Path("notebooks"), metavar="DIR",
        help="folder, made if need be (default: notebooks)",
    )  # fmt: skip
    replace_option(command)
    command.set_defaults(run=_notebooks)


def _example(given: argparse.Namespace) -> int:
    from stratanalysis.reference import reference_folder

    source = reference_folder().parent / "communities" / "example"
    from stratanalysis.storage import STATE, changing

    target = given.data / "communities" / given.slug
    if not source.is_dir():
        raise MissingInputError(
            "the example is not there", where=str(source), do="install the package again"
        )
    if target.exists() and {entry.name for entry in target.iterdir()} - {STATE}:
        raise InvalidInputError(
            "the folder is there already", where=str(target), do="choose another with --slug"
        )
    with changing(target, f"example {given.slug}") as change:
        for file in sorted(source.iterdir()):
            if file.is_file():
                content = file.read_bytes()
                if file.name == "community.toml":
                    slug = f'slug = "{given.slug}"'.encode()
                    content = content.replace(b'slug = "example"', slug)
                change.write(file.name, content)
    print(target)
    print(f"  {message('a page')}: stratanalysis report {target}")
    return DONE


def _notebooks(given: argparse.Namespace) -> int:
    from stratanalysis.publish.notebook_file import installed_notebooks
    from stratanalysis.storage import changing

    source = installed_notebooks()
    files = [
        file
        for file in sorted(source.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.parts[len(
            source.parts):])
    ]  # fmt: skip
    with changing(given.to, "notebooks", replace=given.replace) as change:
        for file in files:
            change.write(file.relative_to(source).as_posix(), file.read_bytes())
    count = sum(file.suffix == ".ipynb" for file in files)
    print(message("{place}: notebooks: {count}", place=given.to, count=count))
    return DONE
