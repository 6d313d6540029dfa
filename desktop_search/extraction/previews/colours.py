"""Tells keywords, strings and comments of programs apart with Pygments, by the suffix and never by the content."""

import importlib
import logging
import time
from functools import cache
from pathlib import PurePath
from typing import Any

logger = logging.getLogger(__name__)

LONGEST_TEXT = 100_000
SECONDS = 0.7
"""A text whose colours take longer has none from there on."""

# Suffixes, and module and class of the lexer. What loads others while it reads (PHP in pages, Markdown) is left out.
_LEXERS = """
py pyw pyi = python Python
js mjs cjs jsx = javascript Javascript
ts tsx = javascript TypeScript
java = jvm Java
kt kts = jvm Kotlin
scala = jvm Scala
groovy gradle = jvm Groovy
clj = jvm Clojure
c h = c_cpp C
cc cpp cxx hh hpp hxx = c_cpp Cpp
cs = dotnet CSharp
fs = dotnet FSharp
vb = dotnet VbNet
go = go Go
rs = rust Rust
swift = objective Swift
m mm = objective ObjectiveC
dart = javascript Dart
rb = ruby Ruby
pl pm = perl Perl
r = r S
jl = julia Julia
hs = haskell Haskell
ml = ml Ocaml
ex exs = erlang Elixir
erl = erlang Erlang
lisp el = lisp CommonLisp
sh bash zsh fish = shell Bash
ps1 = shell PowerShell
bat cmd = shell Batch
sql = sql Sql
css = css Css
scss = css Scss
less = css LessCss
xml xsd xsl plist = html Xml
vue svelte = html Html
json jsonl = data Json
yaml yml = data Yaml
toml = configs TOML
ini cfg conf properties desktop service = configs Ini
tf = configs Terraform
proto = dsls ProtoBuf
thrift = dsls Thrift
cmake = make CMake
mk = make Makefile
tex latex sty = markup Tex
asm s = asm Nasm
f f90 f95 = fortran Fortran
pas = pascal Delphi
tcl = tcl Tcl
v = hdl Verilog
sv = hdl SystemVerilog
vhd = hdl Vhdl
zig = zig Zig
nim = nimrod Nimrod
d = d D
"""
# What lexers import only when they meet a name.
_IMPORTED_LATE = ("_cl_builtins", "_cocoa_builtins")
_NAMES = {
    "Token.Comment": "comment",
    "Token.Keyword": "keyword",
    "Token.Literal.String": "string",
    "Token.Literal.Number": "number",
    "Token.Name.Function": "name",
    "Token.Name.Class": "name",
    "Token.Name.Tag": "keyword",
    "Token.Name.Attribute": "name",
    "Token.Name.Decorator": "name",
    "Token.Name.Builtin": "builtin",
    "Token.Operator.Word": "keyword",
}


def prepare() -> None:
    """Imports every lexer: a process that has locked itself in cannot."""
    for module in (*(module for module, _ in _classes().values()), *_IMPORTED_LATE):
        importlib.import_module(f"pygments.lexers.{module}")


def knows(name: str) -> bool:
    """Whether a file is a program, by its name."""
    return _suffix(name) in _classes()


def colours(text: str, name: str) -> tuple[tuple[int, int, str], ...]:
    """[start, end) and what stands there, in order; nothing for a language that is not known."""
    suffix = _suffix(name)
    if suffix not in _classes() or len(text) > LONGEST_TEXT:
        return ()
    found: list[tuple[int, int, str]] = []
    try:
        lexer = _lexer(suffix)
        until = time.monotonic() + SECONDS
        for start, kind, piece in lexer.get_tokens_unprocessed(text):
            named = _named(kind)
            if named and piece.strip():
                _add(found, start, start + len(piece), named)
            if time.monotonic() > until:
                break
    except Exception:
        # A text is shown also where a lexer has no colours for it.
        logger.debug("a lexer failed", exc_info=True)
    return tuple(found)


def _add(found: list[tuple[int, int, str]], start: int, end: int, named: str) -> None:
    if found and found[-1][1:] == (start, named):
        found[-1] = (found[-1][0], end, named)
    elif not found or start >= found[-1][1]:
        found.append((start, end, named))


def _suffix(name: str) -> str:
    return PurePath(name).suffix.removeprefix(".").lower()


@cache
def _classes() -> dict[str, tuple[str, str]]:
    classes: dict[str, tuple[str, str]] = {}
    for line in _LEXERS.strip().splitlines():
        suffixes, _, lexer = line.partition(" = ")
        module, name = lexer.split()
        classes.update((suffix, (module, f"{name}Lexer")) for suffix in suffixes.split())
    return classes


@cache
def _lexer(suffix: str) -> Any:
    module, name = _classes()[suffix]
    return getattr(importlib.import_module(f"pygments.lexers.{module}"), name)()


@cache
def _named(kind: Any) -> str:
    while kind is not None:
        if str(kind) in _NAMES:
            return _NAMES[str(kind)]
        kind = kind.parent
    return ""
