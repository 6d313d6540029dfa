#!/usr/bin/env bash
# Writes packaging/constraints.txt anew: the newest versions that pyproject.toml allows, tried in a fresh environment.
# Arguments are further requirements, for a version to be held back: packaging/renew_constraints.sh torch==2.13.0
set -euo pipefail
cd "$(dirname "$0")"

environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
python3 -m venv "$environment"
"$environment/bin/python" -m pip install --upgrade pip

# hnswlib is built with pybind11, setuptools and wheel, and the project with hatchling and editables.
"$environment/bin/python" - >"$environment/requirements.txt" <<'END'
import tomllib

with open("../pyproject.toml", "rb") as file:
    described = tomllib.load(file)
groups = described["dependency-groups"]
build = [*described["build-system"]["requires"], "editables", "pybind11", "setuptools", "wheel"]
print(*described["project"]["dependencies"], *groups["test"], *groups["lint"], *build, sep="\n")
END
"$environment/bin/python" -m pip install --requirement "$environment/requirements.txt" "$@"

# A build of torch ("+cpu") is this machine's choice, and so are the CUDA libraries that it may bring along.
{
    grep '^#' constraints.txt
    "$environment/bin/python" -m pip freeze --all | grep -Eiv '^(nvidia|cuda|triton)' | sed 's/+[a-z0-9]*$//'
} >"$environment/constraints.txt"
cp "$environment/constraints.txt" constraints.txt
