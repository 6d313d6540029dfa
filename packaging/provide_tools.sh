#!/usr/bin/env bash
# Installs tools that tests need, told as TOOL:PACKAGE. Where one is not to be had, the tests that need it skip themselves.
set -euo pipefail

missing=()
for tool in "$@"; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

administrator=()
if [ "$(id -u)" -ne 0 ]; then administrator=(sudo -n); fi
install() { "${administrator[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null; }
if command -v apt-get >/dev/null && { install update || true; } && install install --yes --no-install-recommends "${missing[@]}"; then
    exit 0
fi
echo "notice: please install ${missing[*]}; without them the tests that need them are skipped." >&2
