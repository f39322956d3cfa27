"""`mutualise trustee keys|open`: what a trustee does on a machine of their own, without a database."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from mutualise.governance.rules.ballot_box.seals import KEY_BYTES, new_keys
from mutualise.governance.rules.trustee_files import TrusteeFileUnfit, opened
from mutualise.web.cli.console import refuse, screen

trustee = typer.Typer(
    name="trustee", no_args_is_help=True,
    help="Make a trustee's key, and open a layer of a closed ballot box.",
)  # fmt: skip


@trustee.command()
def keys(
    file: Annotated[Path, typer.Argument(help="Where to keep the secret key; must not exist.")],
) -> None:
    """Make a key. The secret stays in FILE; give the public key to the scrutineer.

    Example: mutualise trustee keys my-key.txt
    """
    public, secret = new_keys()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        refuse(f"{file} cannot be made: {problem.strerror}. Give a name that is not in use.")
    with os.fdopen(handle, "w") as kept:
        kept.write(secret.hex() + "\n")
    screen.print(f"The secret key is in {file}. Keep it, and a copy elsewhere, until the result.")
    screen.print("Public key for the scrutineer:")
    typer.echo(public.hex())


@trustee.command(name="open")
def open_layer(
    file: Annotated[Path, typer.Argument(help="The file the scrutineer gave you.")],
    key: Annotated[Path, typer.Option(help="Your secret key, from `mutualise trustee keys`.")],
    to: Annotated[Path, typer.Option(help="Where to write your list.")] = Path("list.json"),
) -> None:
    """Open your layer of every ballot, mix, and write the list to give back.

    Example: mutualise trustee open EL-0001-staff-trustee-1.json --key my-key.txt
    """
    try:
        secret = bytes.fromhex(key.read_text().strip())
        if len(secret) != KEY_BYTES:
            raise ValueError("a key has 64 figures and letters")
    except (OSError, ValueError) as problem:
        refuse(f"{key} is not a trustee's key: {problem}.")
    try:
        made = opened(json.loads(file.read_text()), secret)
    except (OSError, ValueError) as problem:
        words = problem if isinstance(problem, TrusteeFileUnfit) else f"{file}: {problem}"
        refuse(words)
    to.write_text(json.dumps(made))
    screen.print(
        f"Trustee {made['trustee']}: {made['received']} received, {len(made['outputs'])} put out, "
        f"{len(made['dropped'])} dropped. Give {to} back to the scrutineer."
    )
