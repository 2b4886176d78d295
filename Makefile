# Two commands matter: `make run` and `make test`. Each sets up what it needs and leaves the rest of the machine alone.
PYTHON ?= python3
PAPERS ?= 60000
SUMMARIES ?= 20000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint bench audit screenshots format lock messages migrations schema

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/run.stamp ## Set up and run everything on this machine: PORT=8000 DATA_DIR=./var
	@exec $(BIN)/python -m shortsci.local

test: .venv/test.stamp ## Set up and run every test, on SQLite and on PostgreSQL
	@exec $(BIN)/python -m tests

lint: .venv/test.stamp ## Check style, types, layers, templates, texts, migrations and the API schema
	@$(BIN)/python -m scripts.lint

bench: .venv/test.stamp ## Measure pages, votes, search, lists, ranking and loading, each against a floor in the same run: PAPERS=60000 SUMMARIES=20000
	@$(BIN)/python -m scripts.time_rendering && $(BIN)/python -m scripts.bench && $(BIN)/python -m scripts.bench_votes && \
	$(BIN)/python -m scripts.bench_pages --papers $(PAPERS) --summaries $(SUMMARIES) && \
	$(BIN)/python -m scripts.bench_search --records $(PAPERS) && \
	$(BIN)/python -m scripts.bench_lists --summaries $(SUMMARIES) && $(BIN)/python -m scripts.bench_ranking --summaries $(SUMMARIES) && \
	exec $(BIN)/python -m scripts.bench_loading --papers $(PAPERS)

audit: .venv/test.stamp ## Look at every page with Lighthouse, axe and the Nu checker (npm, java, chromium): PAGES=front,paper RUNS=1
	@exec $(BIN)/python -m scripts.audit

screenshots: .venv/test.stamp ## Take pictures of every page, wide, narrow, dark and printed, into screenshots/: PAGES=front,paper
	@exec $(BIN)/python -m scripts.screenshots

format: .venv/test.stamp ## Put the code into the house format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . && $(BIN)/djlint --reformat --quiet */templates || true

lock: ## Resolve requirements*.in into the pinned files, with hashes (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt requirements.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header -c requirements.txt -o requirements-dev.txt requirements-dev.in

messages: .venv/test.stamp ## Bring the texts to translate up to date (shortsci/locale) and compile them; GNU gettext is not needed
	@$(BIN)/python -m scripts.messages

schema: .venv/test.stamp ## Write the API schema that `make lint` compares with
	@$(BIN)/python manage.py spectacular --file docs/openapi.yaml

.venv/run.stamp: requirements.txt scripts/install
	@sh scripts/install "$(PYTHON)" requirements.txt $@

.venv/test.stamp: requirements-dev.txt scripts/install
	@sh scripts/install "$(PYTHON)" requirements-dev.txt $@
	@touch .venv/run.stamp
