"""What can go wrong, and the exit status that each kind means on the command line."""

from __future__ import annotations

from typing import ClassVar


class MathfitError(Exception):
    """Base of the errors that are a message for a person rather than a bug."""

    exit_status: ClassVar[int] = 3


class UsageError(MathfitError):
    """A wrong call or configuration: nothing was done."""

    exit_status = 2


class ConfigError(UsageError):
    """The configuration file has an unknown key, a bad value, or cannot be read."""


class PageError(MathfitError):
    """One page could not be processed; the others go on."""
