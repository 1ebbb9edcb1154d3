# Every target sets up what it needs by itself, in .venv, and only when something has changed.

bin := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help run setup test check bench draw model lock

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 16

run:  ## the whole product on this machine: http://127.0.0.1:8000
	@tools/setup run
	@exec $(bin)/hearthline run

setup:  ## .venv with everything in it; runs nothing
	@tools/setup dev

test: setup  ## the whole suite; ARGS="-k words" for a part of it
	$(bin)/pytest $(ARGS)

check: setup  ## format, lint, types, import rules, proofs of flows and content
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/hearthline check

bench: setup  ## the benchmarks, as a table and as var/bench.json
	$(bin)/hearthline bench

draw: setup  ## drawings of all flows into docs/flows
	$(bin)/hearthline draw

model: setup  ## the model that understands free text, from the phrases in bot/content: some minutes
	$(bin)/hearthline phrases train

lock:  ## new lock files from pyproject.toml
	@tools/lock
