#!/usr/bin/env bash
# The main job without a display: indexes the sample documents in a temporary directory and asks them questions.
set -euo pipefail
cd "$(dirname "$0")/.."

desktop_search=.venv/bin/desktop-search
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

ask() {
    printf '\n$ desktop-search search "%s"\n' "$1"
    "$desktop_search" search "$1" --limit 1 --data-dir "$data"
}

echo "There is no display here, so this tries the sample documents in the terminal."
printf '\n$ desktop-search index resources/samples\n'
"$desktop_search" index resources/samples --data-dir "$data"

# The words of these questions do not stand in the documents that answer them.
ask "getting my money back when I move out"
ask "something warming for a cold evening"

cat <<'END'

That index was temporary and is gone. With your own documents: .venv/bin/desktop-search index ~/Documents
To open the window, run `make run` in a graphical session, or .venv/bin/desktop-search with DISPLAY set.
END
