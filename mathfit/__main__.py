"""`python -m mathfit`, and the `mathfit` command itself."""

import sys

from mathfit.cli import ending, run


def main() -> None:
    """Run the command line and leave with its exit status."""
    ending.listen()
    try:
        sys.exit(run(sys.argv[1:]))
    except Exception:
        # What a signal interrupts may fail of that, and is no news.
        if (status := ending.status()) is None:
            raise
        sys.exit(status)


if __name__ == "__main__":
    main()
