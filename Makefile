# lab: set up and open JupyterLab · build: notebooks from lessons/ · grade: a class · bench: print the speeds
# test: what CI runs on a push · test-all: every promise of every lesson · lesson: build and test one lesson
# serve: the service of lesson 23, at localhost:8000 (docs/service) · site: the course as files for a browser tab, in site/
# format: lay out the code as the linter wants it. ARGS are passed on: make lab ARGS="--no-browser --port 8899",
# make build ARGS="06 --force", make lesson ARGS=06, make test ARGS="-k gradient", make grade ARGS="class.zip --out graded"
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: lab test test-all lesson format build site grade serve bench clean

lab: .venv/ready-lab
	$(BIN)/firsthand lab $(ARGS)

test: .venv/ready-dev
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not laid out as the linter wants them; run: make format" >&2; exit 1; }
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 $(ARGS)

test-all:
	$(MAKE) test ARGS="--whole $(ARGS)"

lesson: format
	$(BIN)/firsthand build $(ARGS)
	$(BIN)/ruff check --quiet notebooks/$(ARGS)*.ipynb exercises/$(ARGS)*.ipynb solutions/$(ARGS)*.ipynb
	$(BIN)/pytest -q -n 2 tests/lessons --lesson $(ARGS) -k "not fresh_build and not oldest_libraries"

format: .venv/ready-dev
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --fix --quiet --extend-exclude "*.ipynb" .

build: .venv/ready-dev
	$(BIN)/firsthand build $(ARGS)

site: .venv/ready-site
	$(BIN)/firsthand site $(ARGS)

grade: .venv/ready-lab
	$(BIN)/firsthand grade $(ARGS)

serve: .venv/ready-service
	$(BIN)/uvicorn --app-dir docs/service app:app $(ARGS)

bench: .venv/ready-dev
	$(BIN)/python benchmarks/check_speed.py
	$(BIN)/python benchmarks/grading_speed.py $(ARGS)

clean:
	rm -rf .venv

# uv installs in seconds where pip takes a minute; where it cannot reach the packages, pip does the same.
.venv/ready-%: pyproject.toml
	@test -d .venv || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0] + ". Name another one: make $(MAKECMDGOALS) PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python could not make .venv. On Debian and Ubuntu: sudo apt install python3-venv" >&2; rm -rf .venv; exit 1; }
	@echo "Setting up .venv ($*): once, and again when pyproject.toml changes"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --editable '.[$*]' || $(BIN)/python -m pip install --quiet --editable '.[$*]'
	@$(BIN)/jupyter kernelspec install --sys-prefix --name firsthand src/firsthand/kernels/jupyter/kernels/firsthand 2>/dev/null
	@touch $@
