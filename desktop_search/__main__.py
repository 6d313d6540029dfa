"""Where the program begins: the window, or the named command."""

import multiprocessing
import os
import sys


def main() -> int:
    """Runs the command line and returns the exit status: 0 done, 1 the answer is no, 2 wrong use."""
    multiprocessing.freeze_support()
    # Everything this program writes is for its person only.
    os.umask(0o077)
    from desktop_search.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
