# Everything Aquifer needs is one of these words. `make` alone lists them.

# The interpreter: the first of these that is new enough, or the one you name: make run PYTHON=…
PYTHON_PROBE := import sys; print("%d.%d" % sys.version_info[:2] if sys.version_info >= (3, 11) else "")
PYTHON ?= $(firstword $(foreach name,python3 python3.11 python3.12 python3.13 python3.14,\
	$(if $(shell $(name) -c '$(PYTHON_PROBE)' 2>/dev/null),$(name))))

VENV := .venv
BIN := $(VENV)/bin
# These of the caller's would put other packages before the environment's own.
unexport PYTHONHOME PYTHONPATH

# The environment is rebuilt when the interpreter's version changes (or its files are gone), and
# pip is called only when a requirements file is newer than its stamp.
WANTED := $(if $(PYTHON),$(shell $(PYTHON) -c '$(PYTHON_PROBE)' 2>/dev/null))
FOUND := $(shell $(BIN)/python -c '$(PYTHON_PROBE)' 2>/dev/null)
VENV_STAMP := $(VENV)/.made
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
ifneq ($(WANTED),$(FOUND))
.PHONY: $(VENV_STAMP)
endif

OFFICES := soffice libreoffice localc
CHROMES := chromium chromium-browser google-chrome google-chrome-stable chrome

.DEFAULT_GOAL := help
.PHONY: help run refresh test check audit bench screenshots iamc chromium office clean
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_STAMP) ## Start Aquifer at http://127.0.0.1:8050 (another port: make run PORT=8060)
	@exec $(BIN)/python -m dashboard

refresh: $(RUN_STAMP) ## Fetch the latest facts and tell what they change (one: make refresh TABLE=crawl_size)
	@$(BIN)/python -m dashboard.refresh $(TABLE)

test: check chromium office ## Check the code, then run every test
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

check: $(DEV_STAMP) ## Style, types and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# In an environment of its own: what it needs is none of Aquifer's. --strict: a pin that its database
# does not know fails, too. An exception is an --ignore-vuln with a comment here that argues it;
# there is none.
audit: ## Ask PyPI's database of known vulnerabilities about every pin
	@test -x build/audit/bin/pip-audit || { $(PYTHON) -m venv build/audit && \
		build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit; }
	@build/audit/bin/pip-audit --strict --disable-pip --no-deps \
		-r requirements.txt -r requirements-dev.txt

bench: $(DEV_STAMP) chromium ## Time it beside this machine's own floors (make bench BENCH="--only model --quick")
	@$(BIN)/python -m benchmarks $(BENCH)

# The page compares with what is committed, so that the approved pictures may be taken before it.
screenshots: $(DEV_STAMP) chromium ## Take the approved pictures anew, and every view and slide on one page: look before committing
	@$(BIN)/python -m pytest tests/browser -m visual --approve -q -n auto --maxprocesses 2; taken=$$?; \
		$(BIN)/python -m review $(REVIEW) && exit $$taken

chromium: # The browser tests need a Chrome: any on PATH, the one AQUIFER_CHROME names, or Debian's.
	@if [ -n "$$AQUIFER_CHROME" ]; then exit 0; fi; \
	for name in $(CHROMES); do command -v "$$name" >/dev/null && exit 0; done; \
	command -v apt-get >/dev/null || { \
		echo "The browser tests need Chrome or Chromium: install one, or name it in AQUIFER_CHROME." >&2; exit 1; }; \
	if [ "$$(id -u)" = 0 ]; then as_root=env; else as_root="sudo -n"; fi; \
	$$as_root true 2>/dev/null || { \
		echo "The browser tests need Chromium: sudo apt-get update && sudo apt-get install -y chromium" >&2; exit 1; }; \
	$$as_root apt-get update -q && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium

office: # The tests open the exported files in LibreOffice: any on PATH, AQUIFER_OFFICE's, or Debian's.
	@if [ -n "$$AQUIFER_OFFICE" ]; then exit 0; fi; \
	for name in $(OFFICES); do command -v "$$name" >/dev/null && exit 0; done; \
	command -v apt-get >/dev/null || { \
		echo "The tests need LibreOffice: install it, or name it in AQUIFER_OFFICE." >&2; exit 1; }; \
	if [ "$$(id -u)" = 0 ]; then as_root=env; else as_root="sudo -n"; fi; \
	$$as_root true 2>/dev/null || { \
		echo "The tests need LibreOffice: sudo apt-get update && sudo apt-get install -y libreoffice-calc-nogui" >&2; exit 1; }; \
	$$as_root apt-get update -q && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends libreoffice-calc-nogui

# pyam holds back pandas and SQLAlchemy: it is asked in an environment of its own, of 600 MB.
PYAM := build/pyam-venv
iamc: $(DEV_STAMP) ## Read the IAMC export with pyam itself (installs pyam apart, some minutes)
	@test -x $(PYAM)/bin/python || $(PYTHON) -m venv $(PYAM)
	@$(PYAM)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/iamc/requirements.txt
	@mkdir -p build/iamc
	@for format in iamc iamc-long; do \
		$(BIN)/python -m analytics export --format $$format --out build/iamc/$$format.csv || exit 1; \
	done
	@$(PYAM)/bin/python tests/iamc/read.py build/iamc/iamc.csv build/iamc/iamc-long.csv

clean: ## Remove caches and built files (.venv stays)
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(VENV_STAMP):
	@if [ -z "$(WANTED)" ]; then \
		echo "Aquifer needs Python 3.11 or newer: found none as $(or $(PYTHON),python3 or python3.11 to python3.14). Install one, or name it: make run PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi
	@$(PYTHON) -m venv $(if $(filter-out $(WANTED),$(FOUND)),--clear) $(VENV) || { \
		rm -rf $(VENV); \
		echo "Could not make a virtual environment: sudo apt-get install python3-venv" >&2; \
		exit 1; \
	}
	@rm -f $(RUN_STAMP) $(DEV_STAMP)
	@touch $@

# A development environment holds everything a running one does: installing it stamps both.
$(RUN_STAMP): $(VENV_STAMP) requirements.txt
	@echo "Installing what Aquifer needs; this takes a minute or two, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): $(VENV_STAMP) requirements.txt requirements-dev.txt
	@echo "Installing what the tests need; this takes a minute or two, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(RUN_STAMP) $@
