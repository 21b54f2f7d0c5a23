# `make demo` and `make test` set up all they need. Variables:
#   ARTICLE=path       article for `make demo`
#   TARGETS="a;b"      targets for `make demo`; without any they are discovered
#   PYTHON=python3.11  interpreter for the virtual environment
#   PIP_ARGS=...       extra options for pip, such as an index that has CPU builds of torch
PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
ARTICLE ?= examples/harbour-road.txt
TARGETS ?=
CONTAINER_TOOL ?= ../shared/tools/container.sh
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

# Looked at first, for pip's own words about a Python that is too old help nobody.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

$(VENV)/bin/python:
	@$(PYTHON) -c "$(NEW_ENOUGH)" 2> /dev/null || { \
		echo "error: Copydesk needs Python 3.11 or newer, and $(PYTHON) is none:" \
			"name one, as in: make demo PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "error: $(PYTHON) cannot make a virtual environment" \
			"(on Debian: apt-get install python3-venv)" >&2; exit 1; }

# Stamp files make a second run take seconds. torch comes first and pinned, so that PIP_ARGS
# may name an index with CPU builds and nothing later replaces it.
$(RUNTIME): pyproject.toml requirements.lock | $(VENV)/bin/python
	@$(BIN)/python -c "$(NEW_ENOUGH)" || { \
		echo "error: $(VENV) was made with a Python older than 3.11: rm -r $(VENV), and again" >&2; \
		exit 1; }
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
serve: models ## Serve on 127.0.0.1:8000 in the foreground
	$(BIN)/copydesk serve

.PHONY: test
test: $(DEV) models ## Run all tests but those of chaos, the container and Ray
	$(BIN)/python -m pytest -m "not container and not chaos"

.PHONY: test-fast
test-fast: $(DEV) ## Run what needs neither models nor generated clients
	$(BIN)/python -m pytest -m "not models and not contract and not container and not chaos"

.PHONY: lint
lint: $(DEV) ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/copydesk openapi --check openapi/openapi.json

.PHONY: format
format: $(DEV) ## Rewrite the sources in the house style
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
audit: $(DEV) ## Look the locked packages up in a database of vulnerabilities (asks the network)
	$(BIN)/python -m supply.audit

.PHONY: sbom
sbom: $(DEV) ## Write the bill of materials, models included, to build/sbom.cdx.json
	$(BIN)/python -m supply.sbom --output build/sbom.cdx.json

.PHONY: chaos
chaos: $(DEV) ## Kill, fill and starve a service that runs (5 min), into docs/chaos.md
	rm -f build/chaos.jsonl && mkdir -p build
	CHAOS_REPORT=build/chaos.jsonl $(BIN)/python -m pytest -m chaos tests/chaos
	$(BIN)/python -m tests.chaos.page build/chaos.jsonl > docs/chaos.md

.PHONY: container-test
container-test: $(DEV) ## Build the image, run it with no network and no rights, stop it
	CONTAINER_TOOL="$(CONTAINER_TOOL)" $(BIN)/python -m pytest -m container tests/container

# An environment on top of the first, which stays as it is. Ray gives the Python processes that it
# starts a fixed 15 s to be there. This parser of JSON schemas, which development alone has, takes
# three quarters of what each of them needs to import Ray, and jsonschema does without it.
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
ray-test: $(RAY)/.ready ## Two replicas on a local Ray cluster, one of them killed under load
	RAY_PYTHON="$(abspath $(RAY))/bin/python" $(BIN)/python -m pytest -m ray tests/scaling -s

.PHONY: container-size
container-size: $(DEV) ## Build the image and print what its size is made of
	CONTAINER_TOOL="$(CONTAINER_TOOL)" $(BIN)/python -m pytest -m container tests/container -k size -s -q

# BENCH_DATA: a JSONL file with sentences of news under `text`; SEESAW: the folder of these sets.
BENCH_ARGS = $(if $(BENCH_DATA),--data "$(BENCH_DATA)") $(if $(SEESAW),--seesaw "$(SEESAW)")

.PHONY: bench
bench: $(DEV) models ## Measure everything beside other servers (25 min), into docs/performance.md
	PIP_ARGS="$(PIP_ARGS)" $(BIN)/python -m benchmarks $(BENCH_ARGS) --write docs/performance.md

.PHONY: bench-quick
bench-quick: $(DEV) models ## The same with short loads (5 min), printed only
	PIP_ARGS="$(PIP_ARGS)" $(BIN)/python -m benchmarks $(BENCH_ARGS) --quick

.PHONY: lock
lock: ## Write requirements.lock anew from the newest versions pyproject.toml allows
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet $(PIP_ARGS) 'torch==2.13.0'
	build/lock/bin/python -m pip install --quiet $(PIP_ARGS) '.[dev]'
	build/lock/bin/python -m pip freeze --exclude copydesk | sed 's/+cpu$$//' > requirements.lock
