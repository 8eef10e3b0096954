# MSC Portal. Everything that changes while it runs lives in var/ (or MSC_DATA_DIR).

PORT ?= 8000
WORKERS ?= 2
THREADS ?= 2
VENV := .venv
CATALOGUE := mscportal/locale/es/LC_MESSAGES/django.po
EDITOR := mscportal/static/ckeditor5
EDITOR_VERSION := 48.5.2
RUN := $(VENV)/bin/python

# The first interpreter that is neither too old nor too new and can make an environment. That of the
# system first: one that somebody compiled without optimisation takes 15 % longer.
PYTHON ?= $(shell for python in /usr/bin/python3 python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && { echo $$python; break; }; done)

TARGETS := run dev test rehearse lint messages lock editor audit clean
.PHONY: $(TARGETS)

# Links in the mails of a local run lead to its port.
ifeq ($(MSC_ALLOWED_HOSTS)$(MSC_HTTPS),)
run dev: export MSC_SITE_URL ?= http://127.0.0.1:$(PORT)
endif

run: $(VENV)/.run
	@$(RUN) manage.py prepare_site --port $(PORT)
	@echo "The site is on http://127.0.0.1:$(PORT)/ and the desk on http://127.0.0.1:$(PORT)/admin/ (stop with Ctrl-C)"
	@MSC_WARM=$${MSC_WARM:-0} exec $(VENV)/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
		--workers $(WORKERS) --blocking-threads $(THREADS) --workers-kill-timeout 20 --log-level warning \
		mscportal.wsgi:application

dev: $(VENV)/.run
	@MSC_DEBUG=1 $(RUN) manage.py prepare_site --without-static
	@MSC_DEBUG=1 $(RUN) manage.py runserver 127.0.0.1:$(PORT)

# Words beside `test` that no target has are meant as a selection.
SELECTION := $(filter-out $(TARGETS) $(VENV)/.run $(VENV)/.test,$(MAKECMDGOALS))

test: $(VENV)/.test
	$(if $(SELECTION),$(error Write make test ARGS="$(foreach word,$(SELECTION),$(firstword $(wildcard tests/$(word)) $(word)))"))
	@$(RUN) -m tests.run $(ARGS)

# What takes too long for every change: fifty deaths of a publishing process on each database,
# twenty-five of a baking one, and the long form of four walks over all pages and forms.
rehearse: $(VENV)/.test
	@$(RUN) -m tests.editorial.rehearsal
	@test -z "$(MSC_TEST_DATABASE_URL)" || MSC_DATABASE_URL="$(MSC_TEST_DATABASE_URL)" $(RUN) -m tests.editorial.rehearsal
	@REHEARSED_TIMES=25 $(RUN) -m pytest -q tests/delivery/static_export/test_bake_killed.py
	@REHEARSED=1 $(RUN) -m pytest -q -n auto --dist worksteal tests/accounts/test_role_matrix.py \
		tests/mscportal/test_draft_leaks.py tests/mscportal/test_hostile_forms.py \
		tests/mscportal/test_browser_looks.py

lint: $(VENV)/.test
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(RUN) manage.py makemigrations --check --dry-run
	@$(RUN) manage.py check --fail-level WARNING
	@$(VENV)/bin/mypy

# Brings the messages of the sources into the Spanish catalogue and compiles it; needs gettext.
# The compiled file is kept with the sources, so that nobody else needs gettext.
messages: $(VENV)/.run
	@mkdir -p mscportal/locale
	@$(RUN) manage.py makemessages --locale es --no-wrap --add-location file --no-obsolete \
		--ignore '.venv*' --ignore var --ignore tests --ignore bench
	@sed -i 's/nplurals=3; plural=n == 1 .*;/nplurals=2; plural=(n != 1);/' $(CATALOGUE)
	@$(RUN) manage.py compilemessages --locale es --ignore '.venv*' --verbosity 0

# Versions and hashes of every package, for Python 3.11 to 3.13; needs uv.
lock:
	@for list in requirements requirements-dev; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links $(UPGRADE) $$list.in -o $$list.txt || exit 1; done

$(VENV)/.run: requirements.txt
	@$(call install,requirements.txt)

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@$(call install,requirements-dev.txt)

define install
	test -n "$(PYTHON)" || { echo "MSC Portal needs Python 3.11, 3.12 or 3.13; none was found. Install one or set PYTHON=/path/to/python."; exit 1; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	echo "Installing the packages of $(1) …"
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	touch $@
endef

# The official build of the editor, as npm has it, kept with the sources: nobody else needs npm.
editor:
	@rm -rf var/editor && mkdir -p var/editor $(EDITOR)
	@cd var/editor && npm pack --silent ckeditor5@$(EDITOR_VERSION) >/dev/null && tar -xzf ckeditor5-*.tgz
	@cp var/editor/package/dist/browser/ckeditor5.umd.js var/editor/package/dist/browser/ckeditor5.css \
		var/editor/package/LICENSE.md var/editor/package/COPYING.GPL $(EDITOR)/
	@rm -rf var/editor

# Asks for known faults in every pinned package and in the editor. Needs a network that leads to the
# services which know of them; fails, with what it could not ask, where there is none.
audit: $(VENV)/.run
	@test -x var/audit/bin/pip-audit || { $(RUN) -m venv var/audit && var/audit/bin/pip install -q pip-audit; }
	@var/audit/bin/pip-audit --strict --disable-pip --vulnerability-service osv -r requirements-dev.txt
	@npm install --silent --package-lock-only --prefix var/audit ckeditor5@$(EDITOR_VERSION) && npm audit --prefix var/audit

clean:
	rm -rf $(VENV)
