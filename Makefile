# The commands of daily work. `make run` and `make test` bring a machine along by themselves; see scripts/setup.sh.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO_OUT := $(or $(CARGO_TARGET_DIR),target)
BIN := $(CARGO_OUT)/release/einlass

# Queries are checked against .sqlx/, never against the database that DATABASE_URL names for the server.
export SQLX_OFFLINE ?= true

.PHONY: help run build assets test long guards fuzz lint check-format check-rust test-rust test-oracles test-judges test-browser screenshots bench dev-db sqlx

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: build ## build, seed a demo account into an empty database, serve
	@$(BIN) demo
	@exec $(BIN) serve

build: assets ## the finished binary, assets inside: target/release/einlass
	cargo build --release --locked

assets:
	@scripts/setup.sh build
	@scripts/assets.sh

test: check-format check-rust test-oracles test-rust test-judges test-browser ## everything, what fails fast first

lint: check-format check-rust ## formatting and lints of both feature sets

check-format:
	@scripts/setup.sh test
	cargo fmt --check

check-rust:
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --lib --no-default-features --features hydrate -- -D warnings

test-rust: assets
	@scripts/setup.sh test
	EINLASS_ASSETS=built scripts/test-postgres.sh run cargo test --locked

test-oracles: ## outside libraries answer our filters and patches as we do, or as written down
	@scripts/setup.sh test
	scripts/oracles.sh

test-judges: assets ## outside SCIM clients and test suites try the finished server
	@scripts/setup.sh test
	EINLASS_ASSETS=built cargo test --locked --no-run
	scripts/test-postgres.sh run scripts/test-judges.sh

long: assets ## faults, races, random histories and requests played many times over, the guards, then the fuzzer (tens of minutes)
	@scripts/setup.sh test
	EINLASS_ASSETS=built EINLASS_LONG=1 scripts/test-postgres.sh run cargo test --locked -- faults:: races:: retries:: histories:: group_members::f09 fuzz_replay:: --test-threads 1
	EINLASS_LONG=1 scripts/test-postgres.sh run scripts/test-judges.sh schemathesis-strict schemathesis-auto
	scripts/test-postgres.sh run scripts/guards.py
	scripts/fuzz.sh

guards: ## each guard of tests/guards.json removed, one at a time: its tests have to fail; GUARD="R-37" picks some
	@scripts/setup.sh test
	scripts/test-postgres.sh run scripts/guards.py "$(GUARD)"

fuzz: ## filters, paths, PATCH and JSON against libFuzzer; EINLASS_FUZZ_RUNS=200000 inputs each
	scripts/fuzz.sh

test-browser: assets ## the main job in a real browser, with scripts and without
	@scripts/setup.sh test
	cargo build --locked
	scripts/test-postgres.sh run scripts/test-browser.sh

screenshots: assets ## pictures of every page and state in target/screenshots, wide and narrow, light and dark
	@scripts/setup.sh test
	cargo build --locked
	rm -rf target/screenshots
	EINLASS_SCREENSHOTS=$(CURDIR)/target/screenshots scripts/test-postgres.sh run scripts/test-browser.sh --project 'JavaScript an' --project Bilder

# Not at the same time as anything else: what is measured shares the machine.
bench: assets ## speed, memory, sizes beside their budgets; N="10000 1000000" SECONDS=2 CONNECTIONS=32 WORK="get patch"
	@scripts/setup.sh test
	cargo bench --locked --bench speed --no-run
	EINLASS_TEST_DURABLE=yes scripts/test-postgres.sh run cargo bench --locked --bench speed

dev-db: ## a throw-away PostgreSQL for compile-time checked queries; prints its DATABASE_URL
	@scripts/test-postgres.sh start /tmp/einlass-dev-$$(id -u)

sqlx: ## write .sqlx/ anew from the queries in the code and the schema in migrations/
	scripts/test-postgres.sh run scripts/sqlx.sh
