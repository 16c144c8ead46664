# Everything a user or a contributor runs. `make` alone lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
# More flags for every Swift command, such as SWIFTFLAGS="--jobs 4".
SWIFTFLAGS ?=

# Linking Swift's library statically makes the program start in milliseconds and run on machines
# without Swift.
RELEASE = swift build -c release --static-swift-stdlib $(QUICK_START) $(SWIFTFLAGS)
QSIM = $(shell $(RELEASE) --show-bin-path)/qsim

# A Linux program at a fixed address has no 50 000 pointers to adjust before it runs, which takes 2.5 ms,
# and with C++'s library inside, which Swift's stands on, nothing of that is looked up, another 1.5 ms.
ifeq ($(shell uname -s),Linux)
CXX_LIBRARY = .build/static-libraries/libstdc++.a
QUICK_START = -Xlinker -no-pie -Xswiftc "-L$(CURDIR)/$(dir $(CXX_LIBRARY))"
endif

# Without -O2 a debug build has C kernels that are up to 90 times slower. QSIM_STRICT turns the
# warnings of this package, not of its dependencies, into errors.
TEST = QSIM_STRICT=1 swift test -Xcc -O2 --disable-xctest $(SWIFTFLAGS)

SWIFT_SOURCES = Package.swift Snippets Sources Tests

# Two builds at once would wait for each other.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help dependencies build demo test unit-test dependency-test release-test install uninstall format lint clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dependencies: ## install the system libraries that are missing, and look for Swift
	@scripts/install-dependencies

build: dependencies $(CXX_LIBRARY) ## build qsim for use
	$(RELEASE) --product qsim

# Alone in its folder, it is found before the shared one beside it. Where there is none, the shared one
# serves.
$(CXX_LIBRARY):
	@mkdir -p $(@D)
	@compiler="$$(dirname "$$(readlink -f "$$(command -v swift)")")/clang"; \
	library=$$("$$compiler" -print-file-name=$(@F) 2>/dev/null); \
	if [ -e "$$library" ]; then ln -sf "$$library" $@; fi

demo: build ## build, then draw and run real circuits
	@scripts/demo "$(QSIM)"

# The unit tests come last, so that the last line is their summary.
test: dependencies dependency-test release-test unit-test ## run all tests

unit-test: dependencies ## run the tests of this package alone
	$(TEST)

dependency-test: dependencies ## build and run another package that depends on this one
	@scripts/test-dependency

release-test: build ## run the program as users get it
	@scripts/test-release "$(QSIM)"

install: build ## install qsim and its shell completions under PREFIX (/usr/local)
	@scripts/install "$(QSIM)" "$(DESTDIR)$(PREFIX)"

uninstall: ## remove what install put under PREFIX
	@scripts/install --remove "$(DESTDIR)$(PREFIX)"

format: ## rewrite the Swift sources in the house style
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

lint: ## report Swift sources that are not in the house style
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)

clean: ## remove everything that was built
	rm -rf .build
