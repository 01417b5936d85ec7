# Payonce. `make` lists the targets. They need a JDK 25 in a usual place, Maven 3.8 or newer, and Python 3 with pip or the
# program `temporal`. A sentence names a program that is missing. Shell of more than a line is in scripts/.

SHELL := /bin/sh
MVN := scripts/mvn

# Without SEEDS each program chooses its own number of seeds.
demos: SEEDS ?= 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20

# For the demo: SEED repeats a run, ORDERS makes it larger. make hands both on from its command line or the environment; an
# export here would hand on an empty text in place of a missing one.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help build demo demos crash outage crowd bench codec stripe-cli explore test up format mutation properties indexes sbom audit reproducible clean php-fpm production plugin store shop temporal cli

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

demo: build temporal ## play a bad day on real servers, account for every order, check every invariant; SEED=7 ORDERS=400
	@scripts/sandbox Demo

test: temporal cli ## formatter, static checks, unit, workflow, adapter and end-to-end tests; the plugin's tests; nginx and PHP-FPM
	@scripts/progress target/plugin.log "Checking the companion plugin" scripts/plugin-check
	@grep "not checked" target/plugin.log || true
	@scripts/progress target/deploy.log "Checking nginx, PHP-FPM and Prometheus: a minute" scripts/deploy-check
	@sed -n "s/.*skipped '\(.* not checked.*\)'/\1/p" target/deploy.log | sort -u
	@scripts/progress target/test.log "Testing: the last tests end after fifteen to twenty minutes" $(MVN) --threads 2 verify
	@scripts/progress target/test-mariadb.log "Testing on MariaDB: three minutes" scripts/test-mariadb
	@grep "is not installed" target/test-mariadb.log || true

up: build temporal ## the same servers in the foreground until Ctrl-C: addresses, credentials, lines to paste
	@scripts/sandbox Up

build: ## compile and package everything, without tests
	@scripts/progress target/build.log "Building: the first time, this downloads the libraries" $(MVN) --threads 2 package -DskipTests
	@scripts/sandbox Prepare

format: ## format the code
	@$(MVN) --quiet spotless:apply

mutation: ## plant bugs in the rules, which the tests have to find; CLASSES='dev.payonce.ledger.*' narrows it
	@$(MVN) --quiet test-compile org.pitest:pitest-maven:mutationCoverage --projects workflows \
		$(if $(CLASSES),-Dmutation.classes='$(CLASSES)')

demos: build temporal ## the demo with 20 seeds in a row, up to the first failure; SEEDS="1 2 3"
	@for seed in $(SEEDS); do SEED=$$seed scripts/sandbox Demo || exit 1; done

crash: build temporal ## kill worker and API at each point of a payment and a refund, with 25 seeds; SEEDS="1 2 3"
	@SEEDS="$(SEEDS)" scripts/sandbox CrashPoints

outage: build temporal ## take the gateway away from 500 payments for 6 minutes; half an hour; ORDERS=40 MINUTES=3 WAY=hang
	@ORDERS="$(ORDERS)" MINUTES="$(MINUTES)" WAY="$(WAY)" scripts/sandbox Outage

crowd: build temporal ## let 2,000 payments wait at once, kill the worker, measure its memory; COUNT=500
	@COUNT="$(COUNT)" scripts/sandbox CrowdOfWaiting

bench: build temporal ## compare a payment with controls that do nothing: ratios, in six minutes; QUICK=1 takes two; COUNT=200 ROUNDS=7
	@QUICK="$(QUICK)" ROUNDS="$(ROUNDS)" COUNT="$(COUNT)" scripts/sandbox Bench

codec: build temporal ## measure what encrypted histories cost a payment; ROUNDS=9 COUNT=100
	@ROUNDS="$(ROUNDS)" COUNT="$(COUNT)" scripts/sandbox CodecCost

stripe-cli: build temporal ## run stripe trigger of Stripe's own program against the simulator; each event goes to the API; a minute
	@scripts/fetch-stripe-cli && scripts/sandbox StripeCli

explore: build temporal ## let Bombadil explore the operators' page in Chromium by property, ten minutes; MINUTES=1
	@scripts/fetch-bombadil && scripts/sandbox Explore

properties: ## play 100,000 new random histories of charges, 100,000 of refunds, and 800,000 reconciliations; an hour of one core; SEED=7
	@$(MVN) test -pl workflows -Dtest='*PropertyTest' -Dhistories=100000 -Dcases=800000 -Dseed=$(or $(SEED),$(shell date +%s%N)) \
		"-Dtest.jvm=-Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

indexes: ## hold every statement to an index, with half a million orders on MySQL and MariaDB; ten minutes; ORDERS=20000
	@$(MVN) test -pl activities -am -Dtest=IndexedStatementsTest -Dsurefire.failIfNoSpecifiedTests=false -Dorders=$(or $(ORDERS),500000)
	@scripts/with-mariadb $(MVN) test -pl activities -am -Dtest=IndexedStatementsTest \
		-Dsurefire.failIfNoSpecifiedTests=false -Dorders=$(or $(ORDERS),500000)

sbom: ## list the libraries of worker and API with their licences, as CycloneDX in target/sbom.json
	@scripts/sbom

audit: sbom ## compare those libraries with a downloaded database of weaknesses; DATABASE=all.zip (osv.dev's for Maven)
	@scripts/audit $(DATABASE)

reproducible: ## build both programs again elsewhere and compare the jars, byte for byte; after make build or make test
	@scripts/reproducible

clean: ## delete what was built; fetched programs stay in .tools and in the user's cache folder
	@$(MVN) --quiet clean

plugin: ## check the companion plugin and make its zip in target/; PAYONCE_SIGNING_KEY=FILE signs it
	@scripts/plugin-check && scripts/plugin-zip

store: build temporal ## the companion plugin on real shops, alone, with a real Payonce, in a browser; SHOPS="8.2.2/posts" FULL=1
	@export FULL="$(FULL)"; scripts/store-tests $(SHOPS) && scripts/store-payonce $(SHOPS)

production: build temporal ## the demo on the whole topology as plain processes: PostgreSQL, Temporal's server, nginx, Prometheus; 11 faults; ORDERS=40
	@ORDERS="$(ORDERS)" scripts/production

php-fpm: ## compare the managers of PHP-FPM under load, as ratios; two minutes; ROUNDS=5 SECONDS=10
	@ROUNDS="$(or $(ROUNDS),3)" SECONDS="$(or $(SECONDS),5)" scripts/compare-php-fpm

shop: build temporal ## a real WooCommerce shop with the plugin and Payonce, until Ctrl-C; VERSION=10.3.6 STORAGE=posts
	@scripts/shop $(VERSION) $(STORAGE)

temporal:
	@scripts/fetch-temporal
	@scripts/fetch-stripe-description || true

cli:
	@scripts/fetch-stripe-cli || true
	@scripts/fetch-kubernetes-schemas || true
