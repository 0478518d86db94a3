# The targets a newcomer guesses. Each does with `make` what the scripts in tools/ do without it.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help
help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.PHONY: setup
setup: ## Install what development needs (.venv, node_modules, a browser)
	@tools/setup.sh

.PHONY: tools
tools:
	@tools/setup.sh tools

.PHONY: demo
demo: ## Apply mathfit to the example blog: build/blog
	@tools/demo

.PHONY: test
test: ## Every test
	@tools/test

.PHONY: bare
bare: ## Both commands of the README on a bare Debian and a bare Ubuntu (as root, an hour)
	@tools/bare

.PHONY: test-unit
test-unit: tools ## The tests that need no browser and no generator
	$(PYTHON) -m pytest -m "not browser and not generators"

.PHONY: test-browser
test-browser: setup ## The tests that need a browser
	$(PYTHON) -m pytest -m "browser and not generators"

.PHONY: generators
generators: ## Build the small blog with every site generator: tests/generators/build
	@tools/setup.sh
	$(PYTHON) tests/generators/builds.py

.PHONY: docs
docs: tools ## Build the documentation as a site: build/docs
	$(PYTHON) -c 'from tests.generators import builds; builds.get_plugins()'
	tests/generators/build/.venv/bin/mkdocs build --strict

.PHONY: pictures
pictures: setup ## Take the pictures of the README and of docs/gallery.md anew
	$(PYTHON) docs/before_after.py

.PHONY: frameworks
frameworks: ## Build the small site with every framework that owns its pages: tests/frameworks/build
	@tools/setup.sh
	$(PYTHON) -m tests.frameworks.builds

.PHONY: lint
lint: ## Look for mistakes, style, and built files out of date
	@tools/lint style built

.PHONY: types
types: ## Check the types: mypy, tsc
	@tools/lint types

.PHONY: format
format: tools ## Put the Python code in form
	ruff format .
	ruff check --fix-only --quiet .

.PHONY: assets
assets: tools ## Bundle and minify assets/src into assets/dist
	node tools/build-assets.mjs

.PHONY: examples
examples: tools ## Typeset the example post that KaTeX renders at build time
	node examples/build-katex.mjs

.PHONY: fuzz
fuzz: tools ## Fuzz apply and remove for a minute (SECONDS=n for longer)
	$(PYTHON) tests/fuzz/run.py --seconds $(or $(SECONDS),60)

.PHONY: bench
bench: tools ## Run the comparisons of bench/
	$(PYTHON) bench/apply.py

.PHONY: bench-snippet
bench-snippet: setup ## What the snippet costs readers at load and at a resize, beside its peers
	$(PYTHON) bench/snippet.py

.PHONY: bench-typeset
bench-typeset: setup ## What each of the four ways gives the reader
	$(PYTHON) bench/typeset.py

.PHONY: bench-measure
bench-measure: setup ## What --measure gives the reader and costs the build
	$(PYTHON) bench/measure.py
	$(PYTHON) bench/shift.py

.PHONY: bench-verify
bench-verify: setup ## Compare verify with other takers of pictures; time its report (COPIES=n)
	$(PYTHON) bench/verify.py
	$(PYTHON) bench/verify_report.py

.PHONY: stability
stability: setup ## Run verify 20 times on a loaded machine: the same result each time
	$(PYTHON) bench/verify_stability.py

.PHONY: clean
clean: ## Remove what was built (not .venv and node_modules)
	rm -rf build dist npm/dist npm/LICENSE tests/generators/build tests/frameworks/build tests/npm/build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +
