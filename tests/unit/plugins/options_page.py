"""The page of all options that plugins have, drawn from the table of `mathfit apply`.

To draw it anew in docs/generators/options.md: `python -m tests.unit.plugins.options_page`.
"""

from __future__ import annotations

from pathlib import Path

from mathfit.plugins.offered import NOT_OFFERED, Offered, offered

PAGE = Path(__file__).parents[3] / "docs" / "generators" / "options.md"
HEAD = """\
# The options of the plugins

They are those of `mathfit apply`, by the same names with `_` for `-`. The table is drawn from the
command's own (`python -m tests.unit.plugins.options_page`).

| tool | how `min_scale` is written |
| --- | --- |
| MkDocs | `min_scale: 0.5` below `mathfit:` in `plugins` |
| Sphinx | `mathfit_min_scale = 0.5` in `conf.py` |
| Pelican | `MATHFIT = {"min_scale": 0.5}` in `pelicanconf.py` |
| Jekyll | `min_scale: 0.5` below `mathfit:` in `_config.yml` |
| Quarto, and every tool | `min-scale = 0.5` in `mathfit.toml`, in the project's folder or above |
| every tool | `MATHFIT_MIN_SCALE=0.5` in the environment |

What the plugin's own configuration says wins over `mathfit.toml`. A variable of the environment
wins over both, but for Jekyll, whose plugin hands the options on as flags.

| option | value | meaning |
| --- | --- | --- |
"""
VALUES = {"flag": "`true`, `false`", "number": "a number", "list": "a list", "text": "text"}


def page() -> str:
    """Return the page as it has to be."""
    rows = [f"| `{one.name}` | {_value(one)} | {_escaped(one.help)} |" for one in offered()]
    why = [f"| `{name}` | {_escaped(reason)} |" for name, reason in NOT_OFFERED.items()]
    foot = "\n## Options of the command that no plugin has\n\n| option | why |\n| --- | --- |\n"
    return HEAD + "\n".join(rows) + "\n" + foot + "\n".join(why) + "\n"


def _value(option: Offered) -> str:
    return ", ".join(f"`{one}`" for one in option.choices) or VALUES[option.kind]


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
