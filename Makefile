# Every command that people type. `make run` and `make test` need Python 3.11+ and nothing else: Node comes by itself.
PYTHON ?= python3
PY := .venv/bin/python
MANAGE := $(PY) manage.py
N ?= 2000
SEED ?= 1
FUZZ ?= 3600

export PYTHONPATH := platform
# Compiled modules are kept, whatever the caller's shell says: without them each process starts three times as slowly.
unexport PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.PHONY: run test check format bench conformance demo-day soak openapi permissions bootstrap build pictures clean

run: build ## the demo city: database, broker, web, worker, beat
	@exec env ONEGRID_DEMO=$${ONEGRID_DEMO-1} $(PY) -m onegrid.config.supervisor --with-parent

test: build ## everything: the checks, then the tests
	@$(PY) scripts/check.py
	@$(PY) -m pytest -n 3 # two cores: a third waits for browsers and servers of the others

check: build ## format, lint, types, layers, migrations, OpenAPI
	@$(PY) scripts/check.py

format: bootstrap ## bring the code into its form
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

openapi: bootstrap ## write docs/reference/openapi.yaml anew
	@$(PY) scripts/check.py --write-openapi

permissions: bootstrap ## write docs/reference/permissions.md anew
	@DJANGO_SETTINGS_MODULE=onegrid.config.settings.test PYTHONPATH=platform:. $(PY) -m tests.isolation

bench: build ## measure beside the stock engine; writes .state/bench.json
	@mkdir -p .state
	@$(PY) -m bench

conformance: bootstrap ## public kits: make conformance TCK=../shared/dmn-tck BPMN=../shared/bpmn-samples
	@TCK="$(TCK)" BPMN="$(BPMN)" $(PY) -m conformance

demo-day: bootstrap ## simulated staff play a fresh city through the HTTP API (N cases, SEED)
	@$(PY) -m simulation.demo_day --cases $(N) --seed $(SEED)

bootstrap:
	@$(PYTHON) scripts/bootstrap.py

build: bootstrap ## the pages' compiled words and files; nothing where nothing changed
	@$(PY) scripts/build.py

pictures: build ## the pictures of docs/guide/, taken anew by the browser tests
	@ONEGRID_PICTURES=1 $(PY) -m pytest tests/browser/test_guides.py -k test_take -n 0

clean: ## forget the demo city and the environment
	rm -rf .state .venv platform/frontend/node_modules platform/onegrid/web/static/web/dist

soak: bootstrap ## random FEEL, DMN, BPMN and deliveries for FUZZ seconds, then parts are killed under a running day (10 times each); long
	@[ $(FUZZ) -eq 0 ] || $(PY) -m tests.engine.fuzz --seconds $(FUZZ) --seed $(SEED)
	@$(PY) -m simulation.kill_test --seed $(SEED)
