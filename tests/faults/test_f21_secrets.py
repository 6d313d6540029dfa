"""Secrets are not indexed, and those in other files are masked where a piece of them is shown (F-21).

python -m tests.faults.test_f21_secrets --full
"""

import dataclasses
import random
import string
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.engine.engine import Engine
from desktop_search.records import Answer, Standing
from desktop_search.searching import showing
from desktop_search.searching.masking import MASK, masked
from tests.fakes import HASHING, engine_at, write_tree
from tests.faults.figure import Figure, Measured, Task, main

SECRET = """.ssh/id_rsa .ssh/config .ssh/known_hosts .gnupg/x .gnupg/private-keys-v1.d/a.key .pki/x .pki/nssdb/key4.db
.password-store/x.gpg .password-store/bank/y.txt .aws/credentials .aws/config .azure/x home/.config/gcloud/x
.docker/config.json .kube/config .netrc .git-credentials .env .env.local .envrc .env.production project/.env
a/server.pem a/server.key a/x.p12 a/x.pfx a/x.jks id_ed25519 id_rsa.pub a/id_ecdsa id_dsa a/id_rsa.bak p.kdbx
p.kdb p.agilekeychain p.1pif a.ovpn a.rdp wallet.dat .electrum/wallets/x .mozilla/firefox/a/x .config/chromium/x
.config/google-chrome/Default/x .config/BraveSoftware/x .config/microsoft-edge/x .thunderbird/abc/key4.db
logins.json a/logins.json cookies.sqlite .local/share/keyrings/login.txt kwalletd/x .bash_history .zsh_history
.python_history .psql_history etc/shadow a.mobileprovision core.1234 home/.ssh/id_x backup/.gnupg/x""".split()
NORMAL = """id_card.pdf core.py core.c shadow/play.txt environment.txt .config/notes.txt keys.txt keynote.txt
idea.txt wallet.md logins.txt history.txt passwords.md cookies.txt kube.yaml docker/config.txt""".split()
WORD, BESIDE = "zephyrine", "quittance"


def tokens(dice: random.Random) -> dict[str, str]:
    """One of each format, of chance letters."""

    def letters(count: int, among: str = string.ascii_letters + string.digits) -> str:
        return "".join(dice.choices(among, k=count))

    capitals = string.ascii_uppercase + string.digits
    return {
        "AWS key id": f"AKIA{letters(16, capitals)}",
        "AWS secret key": f"aws_secret_access_key = {letters(40)}",
        "GitHub": f"ghp_{letters(36)}",
        "GitHub, fine-grained": f"github_pat_{letters(22)}_{letters(59)}",
        "GitLab": f"glpat-{letters(20)}",
        "Slack": f"xoxb-{letters(12, string.digits)}-{letters(12, string.digits)}-{letters(24)}",
        "Stripe": f"sk_live_{letters(24)}",
        "Google": f"AIza{letters(35)}",
        "model services": f"sk-proj-{letters(48)}",
        "npm": f"npm_{letters(36)}",
        "PyPI": f"pypi-AgEIcHlwaS5vcmc{letters(80)}",
        "SendGrid": f"SG.{letters(22)}.{letters(43)}",
        "JSON web token": f"eyJ{letters(30)}.eyJ{letters(60)}.{letters(43)}",
        "private key": f"-----BEGIN RSA PRIVATE KEY-----\n{letters(64)}\n{letters(64)}\n-----END RSA PRIVATE KEY-----",
        "password in an address": f"postgres://ana:{letters(16)}@db.example.org/notes",
    }


def parts_of(token: str, length: int = 12) -> list[str]:
    """The pieces of a token that nobody may read: what is left of it behind what says of which kind it is."""
    secret = token.replace("\n", " ")
    for known in ("aws_secret_access_key = ", "-----BEGIN RSA PRIVATE KEY----- ", " -----END RSA PRIVATE KEY-----",
                  "postgres://ana:", "@db.example.org/notes", "AKIA", "ghp_", "github_pat_", "glpat-", "xoxb-",
                  "sk_live_", "AIza", "sk-", "npm_", "pypi-", "SG.", "eyJ"):  # fmt: skip
        secret = secret.replace(known, "", 1)
    return [secret[at : at + length] for at in range(0, max(1, len(secret) - length + 1))]


def what_is_shown(answer: Answer) -> list[str]:
    """All text of an answer that stands in the list of results."""
    hits = [text for hit in answer.hits for text in (hit.snippet, hit.title or "")]
    return [*hits, answer.answer.text if answer.answer else ""]


def texts_around(token: str, dice: random.Random) -> list[str]:
    """A token at the beginning, in the middle, at the end and where a snippet is cut off."""
    filler = " ".join("".join(dice.choices(string.ascii_lowercase, k=5)) for _ in range(40))
    return [
        f"{token} is the key of the {BESIDE}.",
        f"The {BESIDE} needs {token}, says the note.",
        f"{filler}. The {BESIDE}: {token}",
        *(f"The {BESIDE} {filler[:shift]} {token} {filler}" for shift in (150, 180, 200, 215, 230)),
    ]


def not_masked(engine: Engine, folder: Path, named: dict[str, str], dice: random.Random) -> list[str]:
    """The tokens of which a piece is shown for any text they stand in."""
    files = {
        f"{kind}/{number}.txt": text
        for kind, token in named.items()
        for number, text in enumerate(texts_around(token, dice))
    }
    engine.index([str(write_tree(folder, files))])
    found = []
    for kind, token in named.items():
        for question in (BESIDE, f"what needs the {BESIDE}?", token[:60]):
            answer = engine.search(f'{question} in:"{folder / kind}"', limit=20)
            shown = what_is_shown(answer)
            if question == BESIDE and not any(BESIDE in text for text in shown):
                found.append(f"{kind}: nothing is found")
            found += [f"{kind}: {text}" for text in shown if any(part in text for part in parts_of(token))]
    return found


def planted(place: Path, secret: Sequence[str]) -> Path:
    """The tree with a word in each file; and the same tree in an archive."""
    folder = write_tree(place / "planted", {name: f"The {WORD} number {n}." for n, name in enumerate(secret)})
    write_tree(folder, {name: f"The {BESIDE} number {n}." for n, name in enumerate(NORMAL)})
    with zipfile.ZipFile(folder / "all.zip", "w") as packed:
        for name in (*secret, *NORMAL):
            packed.write(folder / name, name)
    return folder


def measure(task: Task) -> Measured:
    dice = random.Random(task.seed)
    secret = SECRET[: task.n]
    misses: list[str] = []
    data = task.place / "data"
    folder = planted(task.place, secret)
    named = tokens(dice)
    with engine_at(data, settings=dataclasses.replace(HASHING, readers=1)) as engine:
        engine.index([str(folder)])
        hits = [*engine.search(WORD, limit=500, mode="words").hits, *engine.search("name:* " + WORD, limit=500).hits]
        misses += [f"indexed: {hit.path} {hit.member or ''}" for hit in hits if WORD in hit.snippet]
        normal = {hit.path for hit in engine.search(BESIDE, limit=500, mode="words").hits}
        wanted = {str(folder / name) for name in NORMAL if not name.endswith(".pdf")}
        misses += [f"not found: {path}" for path in sorted(wanted - normal)]
        for name in secret:
            told = engine.why(WORD, str(folder / name))
            if told.state is not Standing.EXCLUDED or not told.rule:
                misses.append(f"not explained: {name}")
        misses += not_masked(engine, task.place / "tokens", named, dice)
    misses += [f"in the index: {path.name}" for path in data.rglob("*.db*") if WORD.encode() in path.read_bytes()]
    reached = f"{len(secret)} paths left alone, {len(named)} formats masked, {len(NORMAL)} other files found"
    return Measured(reached if not misses else f"{len(misses)} broken", misses)


FIGURE = Figure(
    "F-21",
    "60 of 60 secret paths left alone, 12 formats of tokens masked in snippets, all other files found",
    "secret paths",
    short=len(SECRET),
    full=len(SECRET),
    measure=measure,
)


@pytest.mark.timeout(120)
def test_secrets_are_neither_indexed_nor_shown(tmp_path: Path) -> None:
    assert len(SECRET) >= 60 and len(tokens(random.Random(1))) >= 12
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_secret_that_is_indexed_and_a_token_that_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_search.searching import snippets

    monkeypatch.setattr(snippets, "masked", lambda text: text)
    monkeypatch.setattr(showing, "masked", lambda text: text)
    dice = random.Random(1)
    with engine_at(tmp_path / "data") as engine:
        assert len(not_masked(engine, tmp_path / "tokens", {"GitHub": tokens(dice)["GitHub"]}, dice)) > 3
    monkeypatch.setitem(globals(), "SECRET", [*SECRET[:2], "letter.txt"])
    assert [one for one in measure(Task(3, 1, tmp_path / "again")).misses if "letter.txt" in one]


def test_masking_leaves_what_is_no_secret(tmp_path: Path) -> None:
    for text in (
        "The task-force met at https://example.org:8080/a@b and wrote to ana@example.org.",
        "See sk-learn, gh_pages, AKIAs, eyJolly.com, SG.pdf, ://x and a note on PRIVATE KEY handling.",
        "def npm_install(pypi_name): return 'xox' + AIza",
    ):
        assert masked(text) == text
    assert masked("a ghp_" + "x" * 36 + " b") == "a ghp_" + MASK * 36 + " b"


def test_the_command_shows_no_token(tmp_path: Path) -> None:
    token = tokens(random.Random(2))["GitLab"]
    folder = write_tree(tmp_path / "files", {"a.txt": f"The {BESIDE} needs {token}."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
    settings_file.save(HASHING, tmp_path / "data" / "settings.toml")
    line = [sys.executable, "-m", "desktop_search", "search", "--data-dir", str(tmp_path / "data"), BESIDE]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert BESIDE in said and token not in said and MASK in said


if __name__ == "__main__":
    main(FIGURE)
