#!/usr/bin/env bash
# Installs what `make test-desktop` drives a real screen with. Where that is not to be had, the tests skip themselves.
set -euo pipefail

missing=()
for tool in Xvfb:xvfb openbox:openbox xdotool:xdotool trayer:trayer; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

administrator=()
if [ "$(id -u)" -ne 0 ]; then administrator=(sudo -n); fi
install() { "${administrator[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null; }
if command -v apt-get >/dev/null && { install update || true; } && install install --yes --no-install-recommends "${missing[@]}"; then
    exit 0
fi
echo "notice: please install ${missing[*]}; without them the tests on a real screen are skipped." >&2
