"""The browser pages of tests/browser/fit serve these tests too."""

from tests.browser.fit.conftest import play

__all__ = ["play"]
