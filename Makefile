# Two commands are enough: `make run` tries the program out, `make test` proves it.
# `make help` lists the rest.

# Compiled files are kept: a run starts many processes, and each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
TESTS ?= tests
WORKERS ?= 2

.PHONY: help run test test-services test-browser test-faults scan mutants lint pictures messages lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /	/' | sort

$(VENV)/run.stamp: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/run.stamp $@

run: $(VENV)/run.stamp  ## start web and worker with demo data; Ctrl-C stops both
	@$(BIN)/python manage.py serve --port $(PORT)

lint: $(VENV)/dev.stamp  ## style, format and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python manage.py makemigrations --check --dry-run

test: lint  ## everything that needs no service, on SQLite
	env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest $(TESTS) -n $(WORKERS) --dist=worksteal -m "not services and not browser and not faults"

test-services: $(VENV)/dev.stamp  ## the same suite on PostgreSQL and Redis
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} \
	REDIS_URL=$${REDIS_URL:-redis://127.0.0.1:6379/0} \
	$(BIN)/pytest $(TESTS) -n $(WORKERS) --dist=worksteal -m "not browser and not faults"

test-browser: $(VENV)/dev.stamp  ## a real Chromium does what people do
	env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest tests/browser -m browser -n $(WORKERS) --maxschedchunk=1 $(AGAIN)

test-faults: $(VENV)/dev.stamp  ## workers are killed, and nothing is lost
	env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest tests/faults -m faults

mutants: $(VENV)/dev.stamp  ## change the law in one place at a time: does a test notice? (some minutes)
	$(BIN)/python -m tests.law.mutate $(MODULES)

scan: $(VENV)/dev.stamp  ## score the pages by Mozilla's Observatory (needs node, npm and openssl)
	$(BIN)/python -m tests.ops.scanning

pictures: $(VENV)/dev.stamp  ## take the pictures of the documentation anew
	$(BIN)/python -m tests.browser.pictures

messages: $(VENV)/dev.stamp  ## collect and compile the texts (needs gettext)
	$(BIN)/python manage.py makemessages -l kk -l ru --no-obsolete --no-location -i .venv -i tests -i static
	$(BIN)/python manage.py compilemessages -l kk -l ru -i .venv

lock: $(VENV)/dev.stamp  ## compile requirements.lock with hashes
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock requirements.txt

clean:  ## remove the environment, the local database and the queue
	rm -rf $(VENV) var staticfiles
