# Everything a person types. Each target sets up what it needs.
SHELL := /bin/bash
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

# uv from PATH, else one of our own in .tools
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
BOT := .venv/bin/python -m bot.cli
PYTHON_SOURCES := bot actions tests

.DEFAULT_GOAL := help
.PHONY: help setup train serve chat stories check draw test evaluate format lint

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: .venv/.installed  ## install everything into .venv (other targets call it)

.venv/.installed: pyproject.toml uv.lock .python-version
	@[ -x "$(UV)" ] || { echo "Set-up: uv is not here, installing it in .tools…"; python3 -m venv .tools && .tools/bin/pip install --quiet uv; }
	@echo "Set-up: installing Python 3.10 packages into .venv…"
	@$(UV) sync --frozen
	@touch $@

train: setup  ## train the model if anything it is made of has changed
	@$(BOT) train

serve: setup  ## answer on http://127.0.0.1:5005 (sets up and trains first if needed)
	@$(BOT) serve

chat: setup  ## talk to the bot in this terminal
	@$(BOT) chat

stories: setup  ## hold the conversations of tests/conversations and report
	@$(BOT) stories

check: setup  ## prove that knowledge/ says what the sheets say
	@$(BOT) check

draw: setup  ## draw the graph of knowledge/paths.yml: docs/paths.md
	@$(BOT) draw

test: setup  ## run all tests (trains first if needed)
	@$(BOT) train
	@.venv/bin/python -m pytest

evaluate: setup  ## measure on the blind messages, beside other systems too: docs/evaluation*.md
	@$(BOT) evaluate
	@$(BOT) evaluate --peers

format: setup  ## format the Python code
	@.venv/bin/ruff format $(PYTHON_SOURCES)
	@.venv/bin/ruff check --fix --quiet $(PYTHON_SOURCES)

lint: setup  ## check format, style and types
	@.venv/bin/ruff format --check $(PYTHON_SOURCES)
	@.venv/bin/ruff check $(PYTHON_SOURCES)
	@.venv/bin/mypy bot actions
