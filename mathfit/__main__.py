"""`python -m mathfit`, and the `mathfit` command itself."""

import sys

from mathfit.cli import run
from mathfit.cli.ending import listen


def main() -> None:
    """Run the command line and leave with its exit status."""
    listen()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
