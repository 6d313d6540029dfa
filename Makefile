# Desktop Search from its source. `make help` lists what there is.

PYTHON ?= python3
# One process for each of two cores; a test file stays in one process, so that a model is loaded once.
PYTEST_OPTIONS ?= -n 2 --dist loadfile --max-worker-restart 0

# What a real screen is driven with.
SCREEN_TOOLS = Xvfb:xvfb openbox:openbox xdotool:xdotool trayer:trayer

.DEFAULT_GOAL := help
.PHONY: help run test test-desktop screenshots translations venv check bench

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: venv ## set up what is missing and open the window; without a display, try the samples in the terminal
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then exec .venv/bin/desktop-search; \
	else exec packaging/try_samples.sh; fi

test: venv ## set up what is missing and run the tests
	@packaging/provide_tools.sh Xvfb:xvfb strace:strace
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest $(PYTEST_OPTIONS) --ignore=tests/benchmarks --ignore=tests/desktop

# A screen of its own: it needs the tools below, and skips itself where they cannot be had.
test-desktop: venv ## the installed program on a real X server, driven by keys and mouse
	@packaging/provide_tools.sh $(SCREEN_TOOLS)
	.venv/bin/python -m pytest tests/desktop

screenshots: venv ## pictures of every page, light and dark, at 100 % and 200 %, in build/screenshots
	@packaging/provide_tools.sh $(SCREEN_TOOLS)
	.venv/bin/python packaging/make_screenshots.py

translations: venv ## collect what is to be translated, and compile what has been; see resources/translations
	.venv/bin/python packaging/translate.py

venv: ## only the set-up: system packages where they are missing, and .venv
	@$(PYTHON) packaging/setup_environment.py

check: venv ## ruff, mypy --strict and the architecture test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy --strict
	.venv/bin/python -m pytest tests/test_architecture.py

# Not part of `make test`: what they compare means something only when nothing else is running.
bench: venv ## the benchmarks
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest tests/benchmarks
