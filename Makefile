# What to type. `make` alone lists it.

# One file that needs nothing but the system libraries, as small as the linker makes it.
RELEASE = swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld \
  -Xlinker --gc-sections -Xlinker --icf=all -Xlinker --no-export-dynamic \
  -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -s \
  -Xlinker --no-eh-frame-hdr -Xlinker $(CURDIR)/Deploy/small.ld

.PHONY: help setup build release test lint fuzz bench demo clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is missing of the system's packages (as root), check the Swift toolchain
	@Deploy/setup.sh

build: setup ## build everything, for working on it
	swift build

release: setup ## build the programs as they are shipped: .build/release/muster-hub, muster-node
	$(RELEASE)

test: build ## build, all tests, the house rules, the system tests, the pages in a browser
	swift test --parallel
	Tests/House/check.sh
	@if [ -x Tests/System/run.sh ]; then echo Tests/System/run.sh; Tests/System/run.sh; fi
	Tests/Browser/run.sh

lint: setup ## the house rules alone
	Tests/House/check.sh

SECONDS = 60

fuzz: setup ## throw made-up bytes at all that reads from outside, each for SECONDS (60)
	Tests/Fuzz/run.sh $(SECONDS)

bench: release ## the drain of 75 nodes beside raw SQLite inserts, in one run
	.build/release/muster-bench drain --seeds seeds

demo: release ## a hub and nodes with the sample event, on this machine
	.build/release/muster-demo --bin .build/release --seeds seeds

clean: ## remove everything that was built
	rm -rf .build .build-*
