"""Names the files that nobody looks for and those that nobody may find: on the disk and inside archives alike."""

NOISE = (
    # Version control, caches, packages and build products: many files, nothing a person wrote.
    ".git/", ".svn/", ".hg/", ".cache/", "node_modules/", "__pycache__/", ".venv/", "venv/", ".tox/", ".mypy_cache/",
    ".ruff_cache/", ".pytest_cache/", ".Trash*/", "Trash/", "$RECYCLE.BIN/", "*.noindex/",
    # What programs write beside a file while it is being edited or downloaded.
    "*~", "*.swp", "*.swx", ".~lock.*#", "~$*", "*.part", "*.crdownload", ".DS_Store", "Thumbs.db", "desktop.ini",
)  # fmt: skip

SECRETS = (
    # Keys of ssh have no suffix of their own, but copies of them have; a scan called id_card.pdf is no key. These
    # come first, so that what a rule takes back is no shelter for what lies in a folder of such a name.
    "id_*", "!id_*.*", "id_*.pub", "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*", "!id_*/",
    "shadow", "!shadow/",
    # Keys and passwords of people and programs.
    ".ssh/", ".gnupg/", ".pki/", ".password-store/", ".aws/", ".azure/", "**/.config/gcloud/", ".kube/",
    "**/.docker/config.json", ".netrc", ".git-credentials", ".env*", "*.pem", "*.p12", "*.pfx", "*.jks", "*.key",
    "*.kdbx", "*.kdb", "*.agilekeychain", "*.agilekeychain/", "*.1pif", "*.ovpn", "*.rdp", "*.mobileprovision",
    "wallet.dat", ".electrum/",
    # What browsers, mail programs and desktops keep.
    ".mozilla/", "**/.config/chromium/", "**/.config/google-chrome/", "**/.config/BraveSoftware/",
    "**/.config/microsoft-edge/", "**/.thunderbird/**/key4.db", "logins.json", "cookies.sqlite",
    "**/.local/share/keyrings/", "kwalletd/",
    # What was typed, and what was in memory.
    ".bash_history", ".zsh_history", ".python_history", ".psql_history", "core.[0-9]*",
)  # fmt: skip
"""Left alone unless the person says otherwise: a rule such as `!.ssh/` for one folder takes them back in."""
