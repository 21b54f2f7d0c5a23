# `make demo` and `make test` set up everything they need. These variables, which may also be set in
# the environment, change them:
#   ARTICLE=path          article for `make demo`
#   TARGETS="a;b"         targets for `make demo`; without any they are discovered
#   PYTHON=python3.11     interpreter for the virtual environment
#   TEST_PROCESSES=2      processes that run tests in parallel, by default one for each core
#   PIP_ARGS=...          extra options for pip, such as an index that has CPU builds of torch
#   CONTAINER_TOOL=path   builds and runs the image for `make container-test`; see .ci/container
PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
ARTICLE ?= examples/harbour-road.txt
TARGETS ?=
TEST_PROCESSES ?= logical
CONTAINER_TOOL ?= .ci/container
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

# This is checked first, because pip's own message about an old version of Python is not clear.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

$(VENV)/bin/python:
	@$(PYTHON) -c "$(NEW_ENOUGH)" 2> /dev/null || { \
		echo "error: Copydesk needs Python 3.11 or newer, and $(PYTHON) is older:" \
			"name one, as in: make demo PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "error: $(PYTHON) cannot make a virtual environment" \
			"(on Debian: apt-get install python3-venv)" >&2; exit 1; }

# Stamp files make a second run take seconds. torch comes first and pinned, so that PIP_ARGS
# may name an index with CPU builds and nothing later replaces it.
$(RUNTIME): pyproject.toml requirements.lock | $(VENV)/bin/python
	@$(BIN)/python -c "$(NEW_ENOUGH)" || { \
		echo "error: $(VENV) was made with a Python older than 3.11: rm -r $(VENV), then try again" >&2; \
		exit 1; }
	@echo "Installing torch and the other packages into $(VENV): 1.3 GB, a minute or more"
	$(BIN)/python -m pip install --disable-pip-version-check --quiet $(PIP_ARGS) -c requirements.lock torch
	$(BIN)/python -m pip install --disable-pip-version-check --quiet $(PIP_ARGS) -c requirements.lock -e .
	@touch $@

$(DEV): $(RUNTIME) pyproject.toml requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet $(PIP_ARGS) -c requirements.lock -e '.[dev]'
	@touch $@

.PHONY: models
models: $(RUNTIME) ## Download and verify the base encoder
	$(BIN)/copydesk models pull

.PHONY: demo
demo: models ## Start the service, post an article, show the JSON, stop
	@$(BIN)/copydesk demo "$(ARTICLE)" --targets "$(TARGETS)" $(if $(SAVE),--save "$(SAVE)")

.PHONY: serve
serve: models ## Serve on 127.0.0.1:8000 (or COPYDESK_PORT) in the foreground; Ctrl-C stops it
	$(BIN)/copydesk serve

# Most tests run in parallel, with one process for each core. Tests that measure time or the machine
# run alone afterwards (tests/suite.py lists them).
PARALLEL := -n $(TEST_PROCESSES) --dist loadgroup --no-loadscope-reorder
WITHIN := not container and not chaos
FAST := not models and not contract
MEASURED := --cov --cov-report=

.PHONY: test
test: $(DEV) models ## Run all tests except those of chaos, the container and Ray
	$(BIN)/python -m pytest $(PARALLEL) -m "$(WITHIN) and not serial"
	$(BIN)/python -m pytest -m "$(WITHIN) and serial"

.PHONY: test-fast
test-fast: $(DEV) ## Run the tests that need neither models nor generated clients
	$(BIN)/python -m pytest $(PARALLEL) -m "$(WITHIN) and $(FAST) and not serial"
	$(BIN)/python -m pytest -m "$(WITHIN) and $(FAST) and serial"

.PHONY: coverage
coverage: $(DEV) models ## Run the tests of `make test` and fail where too little is covered
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest $(PARALLEL) $(MEASURED) -m "$(WITHIN) and not serial"
	$(BIN)/python -m pytest $(MEASURED) --cov-append -m "$(WITHIN) and serial"
	$(BIN)/python -m coverage report
	$(BIN)/python -m coverage json --quiet -o build/coverage.json
	$(BIN)/python -m tests.coverage_gate build/coverage.json

.PHONY: lint
lint: $(DEV) ## Check style, types and complexity
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_complexity.py
	$(BIN)/copydesk openapi --check openapi/openapi.json

.PHONY: format
format: $(DEV) ## Rewrite the sources in the project's style
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

.PHONY: openapi
openapi: $(RUNTIME) ## Regenerate openapi/openapi.json
	$(BIN)/copydesk openapi --output openapi/openapi.json

.PHONY: settings
settings: $(RUNTIME) ## Regenerate docs/settings.md
	$(BIN)/copydesk config --markdown > docs/settings.md

.PHONY: examples
examples: models ## Let the service rewrite the examples of the OpenAPI document
	$(BIN)/python -m openapi.refresh

.PHONY: audit
audit: $(DEV) ## Look up the locked packages in a database of vulnerabilities (needs the network)
	$(BIN)/python -m supply.audit

.PHONY: sbom
sbom: $(DEV) ## Write the bill of materials with the models to build/sbom.cdx.json
	$(BIN)/python -m supply.sbom --output build/sbom.cdx.json

.PHONY: chaos
chaos: $(DEV) ## Kill, fill and starve a running service (5 min) and write docs/chaos.md
	rm -f build/chaos.jsonl && mkdir -p build
	CHAOS_REPORT=build/chaos.jsonl $(BIN)/python -m pytest -m chaos tests/chaos
	$(BIN)/python -m tests.chaos.page build/chaos.jsonl > docs/chaos.md

.PHONY: container-test
container-test: $(DEV) ## Build the image, run it without network and rights, stop it
	CONTAINER_TOOL="$(CONTAINER_TOOL)" $(BIN)/python -m pytest -m container tests/container

# A second environment that adds Ray to the first one and leaves that unchanged. Ray gives the
# Python processes that it starts 15 s to come up. Three quarters of their import time would go to
# rfc3987_syntax, which only development needs and jsonschema works without, so it is blocked here.
RAY := build/ray
$(RAY)/.ready: $(DEV) deploy/ray/requirements.txt
	$(BIN)/python -m venv $(RAY)
	$(abspath $(BIN))/python -c "import site; print(site.getsitepackages()[0])" \
		> "$$($(RAY)/bin/python -c 'import site; print(site.getsitepackages()[0])')/base.pth"
	$(RAY)/bin/python -m pip install --disable-pip-version-check --quiet $(PIP_ARGS) \
		-c requirements.lock -r deploy/ray/requirements.txt
	echo 'raise ImportError("left out here")' \
		> "$$($(RAY)/bin/python -c 'import site; print(site.getsitepackages()[0])')/rfc3987_syntax.py"
	@touch $@

.PHONY: ray-test
ray-test: $(RAY)/.ready ## Run two replicas on a local Ray cluster and kill one under load
	RAY_PYTHON="$(abspath $(RAY))/bin/python" $(BIN)/python -m pytest -m ray tests/integrations -s

.PHONY: container-size
container-size: $(DEV) ## Build the image and print the size of its parts
	CONTAINER_TOOL="$(CONTAINER_TOOL)" $(BIN)/python -m pytest -m container tests/container -k size -s -q

# BENCH_DATA is a JSONL file with news sentences as `text`, SEESAW the folder of the SEESAW sets.
BENCH_ARGS = $(if $(BENCH_DATA),--data "$(BENCH_DATA)") $(if $(SEESAW),--seesaw "$(SEESAW)")

.PHONY: bench
bench: $(DEV) models ## Measure beside other servers (25 min) and write docs/performance.md
	PIP_ARGS="$(PIP_ARGS)" $(BIN)/python -m benchmarks $(BENCH_ARGS) --write docs/performance.md

.PHONY: bench-quick
bench-quick: $(DEV) models ## The same with short loads (5 min), only printed
	PIP_ARGS="$(PIP_ARGS)" $(BIN)/python -m benchmarks $(BENCH_ARGS) --quick

.PHONY: lock
lock: ## Rewrite requirements.lock with the newest versions that pyproject.toml allows
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet $(PIP_ARGS) 'torch==2.13.0'
	build/lock/bin/python -m pip install --quiet $(PIP_ARGS) '.[dev]'
	build/lock/bin/python -m pip freeze --exclude copydesk | sed 's/+cpu$$//' > requirements.lock
