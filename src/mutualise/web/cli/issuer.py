"""`mutualise issuer keys|answer|end`: the scrutineer's signing key on a machine of their own."""

from __future__ import annotations

import json
import os
import secrets
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.ballot_box.canonical import base64_text, digest
from mutualise.governance.rules.ballot_box.issuing import read_roll
from mutualise.governance.rules.ballot_box.roll import roll_hash
from mutualise.web.cli.console import refuse, screen
from mutualise.web.cli.issuer_machine import Machine
from mutualise.web.cli.issuer_record import NotRecorded, Record

issuer = typer.Typer(
    name="issuer", no_args_is_help=True,
    help="Keep the second key of voting papers on the scrutineer's own machine, and sign with it.",
)  # fmt: skip
Folder = Annotated[Path, typer.Argument(help="The folder that `mutualise issuer keys` made.")]


def _key_file(folder: Path, box: str) -> Path:
    return folder / f"{box.replace('/', '.')}.pem"


def _keep(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(content)


@issuer.command()
def keys(
    folder: Annotated[Path, typer.Argument(help="Where to keep keys and record; must not exist.")],
    contest: Annotated[list[str], typer.Argument(help="Each contest, like EL-0001/nurses.")],
) -> None:
    """Make a key for each contest, and the secret the platform must know to ask for signatures.

    Example: mutualise issuer keys my-keys EL-0001/nurses EL-0001/others
    """
    try:
        folder.mkdir(mode=0o700)
        _keep(folder / "secret", f"{secrets.token_hex(32)}\n".encode())
        for box in dict.fromkeys(contest):
            made = tokens.new_issuer_key()
            _keep(_key_file(folder, box), tokens.private_pem(made))
            public = tokens.public_der(made.public_key())
            typer.echo(
                f"{box}\n  public key: {base64_text(public)}\n  SHA-256: {digest(public).hex()}"
            )
    except OSError as problem:
        refuse(f"{folder} cannot be made: {problem.strerror}. Give a name that is not in use.")
    screen.print(
        f"Keep the folder {folder} on this machine. Give in each public key on the contest's page before the roll is "
        f"frozen, and compare the SHA-256. Give {folder / 'secret'} to whoever runs the platform."
    )


def _key(folder: Path, box: str) -> RSAPrivateKey:
    found = serialization.load_pem_private_key(_key_file(folder, box).read_bytes(), password=None)
    if not isinstance(found, RSAPrivateKey):
        raise ValueError(f"{_key_file(folder, box)} is not a signing key")
    return found


@issuer.command()
def answer(
    folder: Folder,
    roll: Annotated[Path, typer.Argument(help="The roll, from the election's page.")],
    port: Annotated[int, typer.Option(help="Port on this machine, for a proxy with TLS.")] = 8700,
) -> None:
    """Sign for names on the roll, once each, until the command is stopped. Run it while the poll is open.

    Example: mutualise issuer answer my-keys EL-0001-roll.json
    """
    try:
        rolls = read_roll(json.loads(roll.read_text()))
        held = {box: _key(folder, box) for box in rolls}
        record = Record(folder / "record.sqlite3")
        record.begin(rolls)
        secret = (folder / "secret").read_text().strip()
        if len(secret) < 32:
            raise ValueError(f"{folder / 'secret'} is empty or too short")
        machine = Machine(port, held, record, secret)
    except (OSError, ValueError, NotRecorded) as problem:
        refuse(f"The machine cannot start: {problem}")
    for box, leaves in rolls.items():
        typer.echo(f"{box}: {len(leaves)} names, roll {roll_hash(leaves).hex()}")
    typer.echo(f"Compare each roll with the public page. Answering on 127.0.0.1:{port}.")
    with machine, closing(record):
        machine.serve_forever()


@issuer.command()
def end(folder: Folder) -> None:
    """Sign nothing more, and say how many signatures were given. It cannot be taken back.

    Example: mutualise issuer end my-keys
    """
    file = folder / "record.sqlite3"
    if not file.exists():
        refuse(f"{file} is not there: nothing was ever signed from this folder.")
    with closing(Record(file)) as record:
        record.end()
        for box, number in record.used().items():
            typer.echo(f"{box}: {number} signatures given")
    screen.print("Enter the numbers on the page of each contest.")
