# Two commands need nothing prepared but Python 3.11 or newer: `make chat` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: chat discord slack test check browser bench gallery screenshots architecture soak clean

chat: $(VENV)/.installed ## ask the seed articles, in this terminal
	@$(BIN)/sherpa chat

discord: $(VENV)/.discord ## be on Discord, until Ctrl-C
	@$(BIN)/sherpa run discord

slack: $(VENV)/.slack ## be on Slack, until Ctrl-C
	@$(BIN)/sherpa run slack

test: check browser ## format, lint, types, import boundaries, tests
	$(BIN)/python -m pytest --quiet --numprocesses 3 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench ## speed and quality, with a chart, into bench/out
	$(BIN)/python -m bench

gallery: $(VENV)/.dev ## every kind of reply on every platform, on one page to be looked at, into bench/out/gallery
	$(BIN)/python -m bench.gallery

screenshots: $(VENV)/.dev browser ## the pictures in docs/pictures, by Chromium
	$(BIN)/python -m bench.screenshots

architecture: $(VENV)/.dev ## the picture of what imports what, into docs/pictures; where that changes, the tests ask for it
	$(BIN)/python -m bench.architecture

browser: ## Debian's Chromium, for the tests of the web's pages, where it is missing and can be had; without it they are skipped
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && echo "Installing Chromium for the browser tests (once) …" >&2 \
	  && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium; } >/dev/null \
	  || echo "Chromium could not be installed: the browser tests are skipped; install Debian's package chromium to run them." >&2

soak: $(VENV)/.dev ## load, readers, and feeds that fail, whole: some minutes
	$(BIN)/python -m bench.discord_load
	$(BIN)/python -m bench.slack_load
	$(BIN)/python -m bench.readers
	$(BIN)/python -m bench.feeds

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Sherpa needs Python 3.11 or newer; set PYTHON to one")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Setting Sherpa up in $(VENV) (once, about a minute) …" >&2
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.discord: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Setting Sherpa up for Discord in $(VENV) (once, about a minute) …" >&2
	@$(INSTALL) --editable '.[discord]'
	@touch $@ $(VENV)/.installed

$(VENV)/.slack: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Setting Sherpa up for Slack in $(VENV) (once, about a minute) …" >&2
	@$(INSTALL) --editable '.[slack]'
	@touch $@ $(VENV)/.installed

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Setting Sherpa and its development tools up in $(VENV) (once, about a minute) …" >&2
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.installed $(VENV)/.discord $(VENV)/.slack

$(VENV)/.bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(INSTALL) --editable '.[bench]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) bench/out
