# What to type. `make` alone lists it.

# One file that needs nothing but the system libraries, as small as the linker makes it.
RELEASE = swift build -c release --static-swift-stdlib -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -use-ld=lld \
  -Xlinker --gc-sections -Xlinker --icf=all -Xlinker --no-export-dynamic \
  -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -s \
  -Xlinker --wrap=_swift_stdlib_getScalarName \
  -Xlinker --no-eh-frame-hdr -Xlinker $(CURDIR)/Deploy/small.ld
# A node is to fit where there is little room.
NODE_BYTES = 8388608

MANUAL = .build/release/muster-manual
# Of the newest change, so that the same state gives the same pages.
DATE = $(shell git log -1 --format=%cs 2>/dev/null || date +%F)

.PHONY: help setup build release man test lint sim fuzz bench demo clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is missing of the system's packages (as root), check the Swift toolchain
	@Deploy/setup.sh

build: setup ## build everything, for working on it
	swift build

release: setup ## build the programs as they are shipped: .build/release/muster-hub, muster-node
	$(RELEASE)
	@size=$$(stat -c %s .build/release/muster-node); [ $$size -le $(NODE_BYTES) ] \
	  || { echo "muster-node has $$size bytes, of $(NODE_BYTES) at most: make it smaller"; exit 1; }
	@$(MANUAL) .build/release/share $(DATE)

man: ## write manual pages and completions anew into .build/release/share
	$(RELEASE) --product muster-manual
	$(MANUAL) .build/release/share $(DATE)

test: build ## build, all tests: unit, house rules, system, pages in a browser, simulator
	swift test --parallel
	Tests/House/check.sh
	Tests/System/run.sh
	Tests/Browser/run.sh
	Tests/Simulation/run.sh

lint: setup ## the house rules alone
	Tests/House/check.sh

SECONDS = 60

sim: setup ## play SEEDS bad days (60) in the simulator, and see that it finds each planted mistake
	Tests/Simulation/run.sh $(SEEDS)

fuzz: setup ## throw made-up bytes at all that reads from outside, each for SECONDS (60)
	Tests/Fuzz/run.sh $(SECONDS)

bench: release ## the drain of 75 nodes beside raw SQLite inserts, in one run
	.build/release/muster-bench drain --seeds seeds

demo: release ## a hub and nodes with the sample event, on this machine
	.build/release/muster-demo --bin .build/release --seeds seeds

clean: ## remove everything that was built
	rm -rf .build .build-*
