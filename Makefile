# Two commands: `make run` and `make test`. Settings come from the environment or from `.env`.
# PYTHON names the interpreter to make the virtual environment with; ARGS goes on to pytest or the benchmark.

export PYTHON ?= python3
BIN := .venv/bin
# Pyright brings its program along and runs it with the Node of the virtual environment: nothing to look up.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help run test check format bench export clean install install-dev

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: install ## serve the application; PORT, HOST, DATABASE_URL, DATA_DIR, SECRET_KEY move it
	@$(BIN)/alembic upgrade head
	@$(BIN)/python -m scripts.run

test: install-dev ## install what the tests need and run every test
	@scripts/system_packages
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: install-dev ## lint, formatting, types and layers; all of them, whichever fails
	@failed=; for tool in "ruff check --output-format concise" "ruff format --check" pyright lint-imports; do \
		echo "$$tool"; $(BIN)/$$tool || failed="$$failed $${tool%% -*},"; \
	done; test -z "$$failed" || { echo "Not clean:$${failed%,}"; exit 1; }

format: install-dev ## put the code into its format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: install-dev ## measure live delivery, history and REST beside a NestJS server
	@benchmarks/run $(ARGS)

export: install ## write static pages to dist/ that talk to the server at API_URL
	@REFLEX_WEB_WORKDIR=.web-export $(BIN)/python -m scripts.pages dist

clean: ## remove what the commands made; data and .env stay
	rm -rf .venv .web .web-export dist test-results assets/external .pytest_cache .ruff_cache .import_linter_cache
	find alembic benchmarks chat_app scripts tests -name __pycache__ -prune -exec rm -rf {} +

install:
	@scripts/install requirements.txt

install-dev:
	@scripts/install requirements.txt requirements-dev.txt
