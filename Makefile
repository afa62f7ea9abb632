# Two commands: `make run` and `make test`. Settings come from the environment or from `.env`.
# PYTHON names the interpreter to make the virtual environment with; ARGS goes on to pytest or the benchmark.

export PYTHON ?= python3
BIN := .venv/bin
# What checks the pages' own JavaScript lies in a place of its own, and runs in the Node of the virtual environment.
NODE_TOOLS := scripts/javascript
SCRIPTS := chat_app/ui/components/browser tests/browser $(NODE_TOOLS)
WITH_TOOLS := PATH="$(CURDIR)/$(BIN):$(CURDIR)/$(NODE_TOOLS)/node_modules/.bin:$$PATH"
# Pyright brings its program along and runs it with the Node of the virtual environment: nothing to look up.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test quick check format audit bench cost export clean install install-dev

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: install ## serve the application; PORT, HOST, DATABASE_URL, DATA_DIR, SECRET_KEY move it
	@$(BIN)/python -m chat_app migrate
	@$(BIN)/python -m chat_app run

test: install-dev ## install what the tests need and run every test
	@scripts/system_packages
	@$(PYTEST) $(ARGS)

quick: check ## check, then run every test that needs no browser
	@$(PYTEST) --ignore tests/e2e $(ARGS)

check: install-dev $(NODE_TOOLS)/node_modules ## lint, formatting, types and layers; all of them, whichever fails
	@export $(WITH_TOOLS); failed=; \
	for tool in "ruff check --output-format concise" "ruff format --check" pyright lint-imports \
		"eslint --config $(NODE_TOOLS)/eslint.config.js $(SCRIPTS)" "prettier --check $(SCRIPTS)" "tsc --project $(NODE_TOOLS)"; do \
		echo "$$tool"; $$tool || failed="$$failed $${tool%% -*},"; \
	done; test -z "$$failed" || { echo "Not clean:$${failed%,}"; exit 1; }

format: install-dev $(NODE_TOOLS)/node_modules ## put the code into its format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(WITH_TOOLS) prettier --write --log-level warn $(SCRIPTS)

audit: install-dev ## ask the registries for known vulnerabilities of the packages; needs the network
	@failed=; $(BIN)/pip-audit --strict --progress-spinner off || failed=yes; \
	for lock in reflex.lock $(NODE_TOOLS); do \
		echo "npm audit: $$lock"; (cd $$lock && $(WITH_TOOLS) npm audit --package-lock-only) || failed=yes; \
	done; test -z "$$failed"

bench: install-dev ## measure delivery, history, REST and search beside two other servers
	@benchmarks/run $(ARGS)

cost: install-dev ## compare the processor time of a post, a delivery and a read with what was recorded
	@benchmarks/run cost $(ARGS)

export: install ## write static pages to dist/ that talk to the server at API_URL
	@REFLEX_WEB_WORKDIR=.web-export $(BIN)/python -m chat_app export dist

clean: ## remove what the commands made; data and .env stay
	rm -rf .venv $(NODE_TOOLS)/node_modules .web .web-export dist test-results assets/external .pytest_cache .ruff_cache .import_linter_cache
	find alembic benchmarks chat_app scripts tests -name __pycache__ -prune -exec rm -rf {} +

install:
	@scripts/install requirements.txt

install-dev:
	@scripts/install requirements.txt requirements-dev.txt

$(NODE_TOOLS)/node_modules: $(NODE_TOOLS)/package.json $(NODE_TOOLS)/package-lock.json | install-dev
	@echo "Installing what checks JavaScript ..."
	@$(WITH_TOOLS) npm ci --prefix $(NODE_TOOLS) --silent && touch $@
