# Commands that people, scripts and checks rely on. The work is done in Python: portal/launch/ and tests/run.py.

.DEFAULT_GOAL := help
runtime = sh portal/launch/with_venv.sh runtime
dev = sh portal/launch/with_venv.sh dev
manage = $(dev) -W ignore manage.py
sources = portal resources courses home tests manage.py

.PHONY: help run dev demo-reset test pictures approve-pictures lighthouse lcp bench bench-enrolment bench-inbox bench-search messages lock check \
	check-format check-lint check-types check-imports check-migrations check-translations check-templates

help:  ## what there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-16s %s\n", $$1, $$2}'

run:  ## the demo from nothing to http://127.0.0.1:8000 (PORT=8001 make run)
	@exec $(runtime) -W ignore -m portal.launch run

dev:  ## the same, reloading when a file changes
	@exec $(dev) -W ignore -m portal.launch dev

demo-reset:  ## the demo as on the first day
	@exec $(runtime) -W ignore -m portal.launch demo-reset

test:  ## every test, in a real browser too
	@exec $(dev) -m tests.run

check: check-format check-lint check-types check-imports check-migrations check-translations check-templates  ## format, lint, types, imports, migrations, translations, templates

check-format:
	@$(dev) -m ruff format --check $(sources)

check-lint:
	@$(dev) -m ruff check $(sources)

check-types:
	@$(dev) -W ignore -m mypy portal resources courses home manage.py

check-imports:
	@$(dev) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo

check-migrations:
	@$(manage) makemigrations --check --dry-run

check-translations:
	@$(manage) catalogues check

check-templates:
	@$(dev) -W ignore -m djlint --check --lint --quiet templates

messages:  ## bring the catalogues in locale/ up to date with the code
	@$(manage) catalogues update

pictures:  ## every public page in four languages, two sizes, light and dark, into .local/pictures/
	@rm -rf .local/pictures
	@PICTURES=all $(dev) -m pytest -n 2 -q -p no:randomly tests/e2e/test_pictures.py -k as_approved
	@$(dev) -m tests.pictures.sheet

approve-pictures:  ## what `make pictures` has taken is how it should be
	@$(dev) -W ignore -m tests.pictures.approve

lighthouse:  ## Lighthouse on five pages in three languages, median of five (ROUNDS=1 for a look)
	@exec $(dev) -W ignore -m tests.gates.lighthouse $(if $(ROUNDS),--rounds $(ROUNDS))

lcp:  ## when is a page seen on a bad network with a slow phone? (ROUNDS=1 for a look)
	@exec $(dev) -W ignore -m tests.gates.lcp $(if $(ROUNDS),--rounds $(ROUNDS))

bench:  ## readers' pages: requests a second kept and not, CPU of a page, a large tree (ROUNDS=1 for a look)
	@exec $(dev) -W ignore -m tests.bench.pages $(if $(ROUNDS),--rounds $(ROUNDS))

bench-enrolment:  ## is a place ever sold twice, and how fast is the form? (ROUNDS=5 for a look)
	@exec $(dev) -W ignore -m tests.bench.enrolment $(if $(ROUNDS),--rounds $(ROUNDS))

bench-inbox:  ## how fast are the staff's pages with 100,000 enrolments? (ROUNDS=5 for a look)
	@exec $(dev) -W ignore -m tests.bench.inbox $(if $(ROUNDS),--rounds $(ROUNDS))

bench-search:  ## how fast is the readers' search over 20,000 pages? (ROUNDS=5 for a look)
	@exec $(dev) -W ignore -m tests.bench.search $(if $(ROUNDS),--rounds $(ROUNDS))

lock:  ## resolve the dependencies anew, pinned and hashed
	@$(dev) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --output-file requirements/runtime.lock pyproject.toml
	@$(dev) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --constraint requirements/runtime.lock --group dev \
		--output-file requirements/dev.lock pyproject.toml
