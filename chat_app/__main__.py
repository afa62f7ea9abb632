"""The command line: `python -m chat_app --help`.

Each command imports what it needs when it runs, so that help is there at once and nothing starts slower.
"""

import sys
from pathlib import Path

import click

from chat_app.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="%(version)s")
def main() -> None:
    """Chat en Vivo. Settings come from the environment, or from a file .env; README.md lists them."""


@main.command()
def run() -> None:
    """Build the pages where needed and serve until Ctrl-C."""
    from chat_app.cli.run import run_server

    sys.exit(run_server())


@main.command()
@click.option("--with-parent", is_flag=True, help="Stop when standard input ends, too.")
def serve(with_parent: bool) -> None:
    """Serve pages that are built already, with websocket and REST."""
    from chat_app.cli.serve import serve_installation

    serve_installation(with_parent=with_parent)


@main.command()
def build() -> None:
    """Build the pages, unless nothing they are made of has changed."""
    from chat_app.cli.build import build_pages

    build_pages()


@main.command()
@click.argument("directory", type=click.Path(path_type=Path), default="dist")
def export(directory: Path) -> None:
    """Write static pages, which talk to the server at API_URL.

    They replace what is in DIRECTORY, which is dist unless given.
    """
    from chat_app.cli.build import export_pages

    export_pages(directory)


@main.command()
def migrate() -> None:
    """Bring the database up to date."""
    from chat_app.backends.database import migrate

    migrate()


@main.command()
def openapi() -> None:
    """Write docs/openapi.json, the document of the REST interface."""
    from chat_app.cli.openapi import write_document

    write_document()


if __name__ == "__main__":
    main(prog_name="python -m chat_app")
