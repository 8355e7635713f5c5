# make run    install, prepare and start; then open the address that it prints
# make test   the whole proof, browser and PostgreSQL included
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/python -m flask --app app
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
STATIC := $(shell find static -type f ! -name '*.gz' ! -name '*.br')
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
SOURCES := app.py config.py blueprints carriers channels commands jobs labels models notifications reference workflow
.DELETE_ON_ERROR:
.PHONY: run test prepare doctor doctor-test speed speed-paper film contact-sheet faults lint lock translations

run: prepare
	$(FLASK) migrate
	$(FLASK) demo --if-empty
	exec $(FLASK) serve

test: doctor-test $(VENV)/test.stamp $(VENV)/zpl.stamp $(VENV)/static.stamp $(CATALOGUES)
	$(BIN)/ruff check --quiet .
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not faults and not alone" --durations=20
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "alone and not faults" --durations=20

# A dock worker's five minutes, as pictures for the documentation.
film: doctor-test $(VENV)/test.stamp $(VENV)/static.stamp $(CATALOGUES)
	FILM=docs/pictures/dock-film.png $(BIN)/python -m pytest -q -m faults tests/road/test_film.py

# Every kind of paper in three scripts on one picture, to be looked at.
contact-sheet: doctor-test $(VENV)/test.stamp $(CATALOGUES)
	$(BIN)/python -m tests.labels.contact_sheet docs/pictures/paper.png

# The long faults of the fault list, and what a tablet has beside; `make test` leaves them out.
faults: doctor-test $(VENV)/test.stamp $(VENV)/static.stamp $(CATALOGUES)
	$(BIN)/python -m pytest -m faults --durations=20

# Measurements against the budgets of the design.
speed: doctor-test $(VENV)/test.stamp $(VENV)/static.stamp $(CATALOGUES)
	$(BIN)/python -m speed

# Labels against the same sheets without codes, many of them, and how much memory that takes.
speed-paper: doctor-test $(VENV)/test.stamp $(CATALOGUES)
	$(BIN)/python -m speed.papers

prepare: doctor $(VENV)/run.stamp $(VENV)/static.stamp $(CATALOGUES)

doctor doctor-test: doctor%:
	@python=$$(sh scripts/find-python.sh) && "$$python" scripts/doctor.py $(if $(findstring test,$*),--test)

$(VENV)/run.stamp: requirements.txt | doctor
	@python=$$(sh scripts/find-python.sh) && "$$python" -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-test.txt $(VENV)/run.stamp
	$(PIP) --require-hashes -r requirements-test.txt
	@touch $@

# Draws ZPL as a printer does; only for tests.
$(VENV)/zpl.stamp: tests/zpl_renderer/package-lock.json | $(VENV)/run.stamp
	npm ci --prefix tests/zpl_renderer --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# An older compressed copy would be served instead of a file that has changed.
$(VENV)/static.stamp: $(STATIC) | $(VENV)/run.stamp
	$(BIN)/python -m whitenoise.compress --quiet static
	@touch $@

translations/%/LC_MESSAGES/messages.mo: translations/%/LC_MESSAGES/messages.po | $(VENV)/run.stamp
	$(BIN)/pybabel -q compile -l $* -i $< -o $@

# Collects the texts of code and templates, and carries them into every catalogue.
translations: prepare
	$(BIN)/pybabel -q extract -F pyproject.toml -k say -k _l -k lazy_gettext --no-location --sort-output \
		-o translations/messages.pot $(wildcard $(SOURCES)) templates
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-pot-creation-date
	for po in translations/*/LC_MESSAGES/messages.po; do $(BIN)/pybabel -q compile -i $$po -o $${po%.po}.mo; done

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .

# Compiles requirements*.in to versions and hashes.
lock: $(VENV)/run.stamp
	$(PIP) --target $(VENV)/uv uv
	for name in requirements requirements-test; do PYTHONPATH=$(VENV)/uv $(BIN)/python -m uv -q pip compile --generate-hashes \
		--universal --python-version 3.11 --no-emit-index-url $$name.in -o $$name.txt || exit 1; done
