# The commands of this project; `make` alone lists them. tools/setup.sh brings what they need.
UV = $$(uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
# macOS does not look into Homebrew's folders for libraries unless told to.
ifeq ($(shell uname),Darwin)
LIBRARIES = DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib
endif
RUN = $(LIBRARIES) $(UV) run --no-sync
REPORT = annual-report-2022
RUNS = 3

.PHONY: help report test lint check format bench growth pictures references clean

help:  ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

report:  ## set up what is missing, build the annual report, say where it is
	@tools/setup.sh
	@$(RUN) renderer build $(REPORT)
	@ls $(CURDIR)/output/$(REPORT)*.pdf

test:  ## run all tests; brings veraPDF where it can
	@tools/setup.sh test
	@$(RUN) pytest -rs -n 2 --dist worksteal

lint:  ## formatting, lint, types
	@tools/setup.sh dev
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy

check: lint  ## these, and the tests of the order of imports, documentation, style sheets
	@$(RUN) pytest tests/test_architecture.py tests/test_styles.py

format:  ## format the code and mend what ruff can mend
	@tools/setup.sh dev
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix .

bench:  ## time and memory beside plain WeasyPrint; RUNS=1 for a quick look
	@tools/setup.sh bench
	@$(RUN) python tools/bench.py $(REPORT) --runs $(RUNS)
	@$(RUN) python tools/bench_papers.py --runs $(RUNS)
	@$(RUN) python tools/bench_charts.py --runs $(RUNS)
	@if test -d ../shared/corpus; then $(RUN) python tools/bench_corpus.py --runs $(RUNS); fi

growth:  ## CPU time of each stage as a manuscript grows eightfold
	@tools/setup.sh dev
	@$(RUN) python tools/bench_growth.py --runs 1

pictures: report  ## contact sheets of report and specimen in all themes and papers, in pictures/; those of docs/
	@tools/setup.sh dev
	@$(RUN) python tools/pictures.py --all $(REPORT)
	@$(RUN) python tools/docs_pictures.py

references:  ## renew the pictures of the specimen that tests hold it against
	@tools/setup.sh dev
	@$(RUN) python tools/references.py

clean:  ## remove what was built; the environment and the caches of tools stay
	rm -rf build dist pictures .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitkeep -delete
