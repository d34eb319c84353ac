# The verbs of this project; `make` alone lists them. Each only calls a script or Maven, so each can be run by hand.

.DEFAULT_GOAL := help
.PHONY: help demo check one test test-all version release push save try-release kubernetes up down build images command node bench fuzz objects simulate autoscale evidence reality chaos fmt crds reference lint clean

# Maven must run on JDK 25. Looked for when a recipe uses it, so that `make` alone works without one.
JAVA = JAVA_HOME="$$(dev/lib/java-home)" && export JAVA_HOME &&
MVN ?= mvn

help: ## Lists the verbs.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Sets this machine up, starts a cluster and shows a real C++ build on a farm that grows and shrinks (minutes).
	dev/demo

check: ## Formats nothing, checks all that needs no container: format, lint, compile, unit and property tests (three minutes).
	dev/check

one: ## Runs one test class of any module, or one method: make one TEST=FairQueueTest, TEST=BuildIT, TEST='AdminIT#method'.
	dev/one '$(TEST)'

test: ## Runs everything: unit, integration and end-to-end tests on a real cluster; prints the minutes of each part.
	dev/test

test-all: ## The same with what takes too long for every day: a hundred chaos faults, a thousand farms, the Linux kernel, 20,000 worlds.
	dev/test -Dcompilefarm.chaos.faults=100 -Dcompilefarm.objects=1000 -Dcompilefarm.kernel=true
	$(JAVA) dev/simulate 20000
	$(JAVA) dev/autoscale 20

up: ## Starts a cluster with the operator and an example farm, and keeps it; its kubeconfig is .dev/kubeconfig.
	dev/up

down: ## Takes down what `make up` started.
	dev/down

build: ## Compiles and packages all modules, without tests.
	$(JAVA) $(MVN) -B package -DskipTests

images: ## Builds the five images from what `make build` made; leaves alone those whose inputs have not changed.
	$(JAVA) dev/images

command: build ## Makes the archives of kubectl-compilefarm in .dev/release/, with and without a Java runtime.
	$(JAVA) dev/lib/command-archives .dev/release "$$(sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' pom.xml | head -1)"

bench: ## Measures the dispatcher under load, a farm on a cluster and the operator with 500 farms, and prints it.
	dev/bench

# Of each target.
SECONDS ?= 60

fuzz: ## Looks for bytes that the codec misreads, for SECONDS=60 with each of its two targets.
	dev/fuzz $(SECONDS)

objects: node ## Shows OBJECTS=n farms (default 1000) that are drawn from the schema to a real API server and the operator; SEED=n draws others.
	$(JAVA) $(MVN) -B verify -Dtest=none -Dit.test=GeneratedFarmsIT -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dfailsafe.failIfNoSpecifiedTests=false -Djacoco.skip -Dcompilefarm.objects=$(or $(OBJECTS),1000) $(if $(SEED),-Dcompilefarm.seed=$(SEED))

simulate: ## Plays SEEDS=n simulated worlds of the dispatcher (default 1000), or that of SEED=n with its whole trace.
	$(JAVA) dev/simulate $(if $(SEED),--seed $(SEED),$(or $(SEEDS),1000))

autoscale: ## Plays SEEDS=n simulated days of each kind (default 20) with the autoscaler, and prints their slowdown and cost.
	$(JAVA) dev/autoscale $(or $(SEEDS),20)

evidence: ## Plays twelve policies over recorded builds and writes docs/evidence (17 minutes); CELL=name plays one cell and prints it.
	$(JAVA) dev/evidence $(CELL)

reality: ## Runs eight of these policies with real distccds, and compares their makespans with the simulated ones (12 minutes).
	dev/lib/evidence-reality

chaos: ## Lets FAULTS=n faults (default 1000) happen to a farm on which people build; SEED=n repeats them.
	dev/chaos $(or $(FAULTS),1000) $(SEED)

fmt: ## Formats all Java sources.
	$(JAVA) $(MVN) -B -q spotless:apply

crds: ## Regenerates the CRD and the reference pages of fields and reasons from the Java types of the API.
	$(JAVA) $(MVN) -B -q -pl crds test -Dcompilefarm.update-manifests=true

reference: ## Rewrites what is made from the code: samples of the load, reference pages of settings, metrics and chart values.
	$(JAVA) $(MVN) -B -q -pl dispatcher,e2e -am test -Dtest='dev.compilefarm.dispatcher.load.LoadContractTest,*PageTest' \
	  -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip -Dcompilefarm.update-generated=true

lint: ## Checks scripts with shellcheck, the sentences of the docs, and the dialect of Java.
	dev/lint

version: ## Writes VERSION=x.y.z into the files that have the version.
	dev/release --version '$(VERSION)'

release: ## Makes what a release ships, from a clean commit: images, chart, CRD, install.yaml, lists of contents; pushes nothing.
	dev/release

push: ## Builds images and chart and pushes them to REGISTRY=… as TAG=… for PLATFORMS=linux/amd64,linux/arm64.
	dev/push

try-release: ## Pushes to a registry that it starts, and installs from there on a clean cluster by the guide's own commands (minutes).
	dev/try-release

kubernetes: ## Installs the chart and builds a project on a clean cluster of another Kubernetes: make kubernetes VERSION=1.28.15.
	dev/kubernetes '$(VERSION)'

save: ## Makes one archive of all images, the chart and install.yaml, for sites without the Internet.
	dev/save

clean: ## Removes what Maven made; keeps .dev (caches, the engine's log, the cluster's kubeconfig).
	$(JAVA) $(MVN) -B -q clean

# The image of the test cluster, unless the tests are to use a cluster that is there already. Not a verb: the tests ask
# for it themselves, but Maven would show no progress while it is built.
node:
	dev/setup
	dev/lib/engine
	@[ -n "$$COMPILEFARM_E2E_KUBECONFIG" ] || dev/lib/node-image >/dev/null
