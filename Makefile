# `make` or `make help` lists the targets. CI calls `make lint` and `make test`, nothing else.
.DEFAULT_GOAL := help
.PHONY: help run setup test lint format bench pictures messages lock clean

HOST ?= 127.0.0.1
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
PYTHON ?= python3
PYTEST_ARGS ?=
export HOST PORT DATA_DIR PYTHON

BIN := .venv/bin

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

run: ## set everything up, load the demo site the first time, and serve it (HOST, PORT, DATA_DIR)
	@deploy/environment.sh requirements.txt
	@exec deploy/serve.sh

setup: ## install what tests and development need: Debian packages, servers, Python packages
	@tests/servers/setup.sh
	@deploy/environment.sh requirements-dev.txt
	@$(BIN)/python deploy/compile_messages.py

test: setup ## run every test on SQLite, then again on a real PostgreSQL what asks a database (PYTEST_ARGS narrows)
	$(BIN)/pytest -n 2 --dist worksteal --durations=30 $(PYTEST_ARGS)
	$(BIN)/python -m tests.servers.postgresql $(BIN)/pytest -n 2 --dist worksteal --durations=10 -m "not browser and not drill" $(PYTEST_ARGS)

lint: ## check style, types, layers, migrations, settings and sizes
	@deploy/environment.sh requirements-dev.txt
	@.ci/lint

format: ## let ruff put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## measure speed and print the tables (an hour or two; `python -m benchmarks NAME` runs one)
	$(BIN)/python -m benchmarks

pictures: ## take the README's pictures again, of the site that `make run` is serving
	@deploy/environment.sh requirements-dev.txt
	$(BIN)/python docs/take_pictures.py

messages: ## collect strings to translate into locale/*.po (needs gettext, which `make setup` installs)
	$(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --no-location --ignore=.venv --ignore=build --ignore=var
	$(BIN)/python deploy/compile_messages.py

lock: ## pin requirements*.in with hashes, and install them
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -o requirements.txt requirements.in
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -c requirements.txt -o requirements-dev.txt requirements-dev.in
	@deploy/environment.sh requirements-dev.txt

clean: ## remove caches and the fetched servers; data in DATA_DIR stays
	rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
