# make demo   set up, build, start the sandbox, list a batch
# make test   set up, build, run every test; one file or folder: SPEC=spec/core/json_spec.lua
# make lint   every warning is an error
# make build  build in the tree
# make coverage  run every test on Lua 5.4, and name the files with the most lines that never ran: SPEC=spec/listing
# make bench  measure, against others, in ratios; and against another commit: BASE=1234567; only some: WHAT="fetch decode"
# make drift  list batches that move, for minutes, and count what is missed: DEVICES="20000 100000"
# make soak   list for hours through one client with faults, on both VMs and in nginx; nothing may grow: HOURS=1
# make memcheck  run the core's specs in valgrind's memcheck; one file: SPEC=spec/core/json_spec.lua
# make fuzz   look for input that a reader of ours trips over: MINUTES=60; one reader: TARGET=json
# make torture  fail each allocation of Lua, libcurl, OpenSSL, zlib and the core once: TORTURE="STEP SEED" for every STEP-th
# make bench-nginx  measure what calls, listings and the feed cost an nginx worker, beside another commit: BASE=1234567
# make nginx-demo   serve the page of update batches by nginx, before a sandbox, until ^C
# make real   list through proxies, and open our files in readers, that are too large for make test: WHAT=roads/squid
# make types  write what editors are told of the module, and the tables of options in docs/
# make env    prints what puts the built tree on Lua's path, and the command on yours: eval "$(make -s env)"
# make repl   a prompt with a client on a sandbox or, with keys in the environment, on the account
# make install  through LuaRocks, for each Lua whose headers are there: TREE=folder VMS="5.3 jit"
# make clean  removes all that was built
# make rockspec  write the release's rockspec, of the one in the root
# make rocks  pack the release's tag, or what is checked out before there is one, as sources and built: build/rocks/
# make debian  build Debian packages, and try them below a root of their own: build/debian/
ROCKSPEC = aliota-scm-1.rockspec

# Each Lua has other names elsewhere. Looked for when first needed, as they may not be there before `deps` has run.
LUAS = 5.1 5.2 5.3 5.4 5.5
names_of = lua$(1) lua$(subst .,,$(1)) lua-$(1)
lua_of = $(if $(filter jit,$(1)),luajit,$(shell for lua in $(names_of) lua; do \
  $$lua -e 'assert(_VERSION == "Lua $(1)" and not jit)' 2>/dev/null && command -v $$lua && break; done))
module_of = $(shell for module in $(if $(filter jit,$(1)),luajit,$(names_of) 'lua >= $(1) lua < $(1).99'); do \
  pkg-config --exists "$$module" 2>/dev/null && echo $${module%% *} && break; done)
LUA_5.4 = $(eval LUA_5.4 := $(call lua_of,5.4))$(LUA_5.4)
headers_of = $(or $(call module_of,$(1)),$(error aliota: the headers of $(if $(filter jit,$(1)),LuaJIT,Lua $(1)) are \
  missing; Debian has them in $(if $(filter jit,$(1)),libluajit-5.1-dev,liblua$(1)-dev)))
VMS = $(eval VMS := $(foreach vm,$(LUAS) jit,$(if $(call module_of,$(vm)),$(vm))))$(VMS)

from_rockspec = $(shell $(LUA_5.4) tools/rockspec_list.lua $(1))
SOURCES = $(call from_rockspec,sources)
DEFINES = $(addprefix -D,$(call from_rockspec,defines))
NEEDED = libcurl libcrypto zlib
LIBRARIES = $(shell pkg-config --libs-only-L $(NEEDED)) $(addprefix -l,$(call from_rockspec,libraries))

# Fortified is what is optimised, so both come or go together; sanitizers check by themselves.
CFLAGS = -O2 -g -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
STANDARD = -std=c11 -fPIC
SHARED = $(if $(filter Darwin,$(shell uname -s)),-bundle -undefined dynamic_lookup,-shared)
FLAGS_sanitize = -O1 -U_FORTIFY_SOURCE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_portable = -DALIOTA_PORTABLE_POLLER

# What is built is named VM or VM-VARIANT: build/5.4, build/jit, build/5.4-sanitize …
vm = $(firstword $(subst -, ,$(1)))
variant = $(word 2,$(subst -, ,$(1)))
flags = $(STANDARD) $(WARNINGS) $(CFLAGS) $(FLAGS_$(call variant,$(1))) $(DEFINES) \
  $(shell pkg-config --cflags $(call headers_of,$(call vm,$(1))) $(NEEDED))

TASKS = build demo nginx-demo test coverage lint bench bench-nginx drift soak fuzz memcheck torture real repl types rocks debian
.PHONY: $(TASKS) $(TASKS:%=run-%) lint-lua lint-others lint-builds env install rockspec clean
.DELETE_ON_ERROR:

# A second make runs the task, as it sees what the first line has installed.
$(TASKS):
	@tools/deps.sh $@
	@$(MAKE) --no-print-directory run-$@

# What the compiler has to say is kept for `lint`, to which a warning is an error.
build/%/aliota/core.so: $(wildcard csrc/*.[ch]) $(ROCKSPEC) Makefile
	@mkdir -p $(@D)
	$(CC) $(call flags,$*) $(SHARED) -o $@ $(SOURCES) $(LIBRARIES) 2>$(@D)/warnings || ! cat $(@D)/warnings >&2
	@cat $(@D)/warnings >&2

# Compiled once for two links: the core that is loaded, and the program of `torture`.
build/%-sanitize/core.o: $(wildcard csrc/*.[ch]) $(ROCKSPEC) Makefile
	@mkdir -p $(@D)
	$(CC) $(call flags,$*-sanitize) -r -o $@ $(SOURCES)

build/%-sanitize/aliota/core.so: build/%-sanitize/core.o
	@mkdir -p $(@D)
	$(CC) $(call flags,$*-sanitize) $(SHARED) -o $@ $< $(LIBRARIES)

# Valgrind looks at what is built for everybody.
build/%-memcheck/aliota/core.so: build/%/aliota/core.so
	@mkdir -p $(@D)
	cp $< $@

# What specs and benches need in C: build/5.4/native.so, build/5.4/floor.so …
build/%/native.so: spec/support/native.c
	@mkdir -p $(@D)
	$(CC) $(call flags,$*) $(SHARED) -o $@ $<

build/%/floor.so: bench/floor.c
	@mkdir -p $(@D)
	$(CC) $(call flags,$*) $(SHARED) -o $@ $<

# LUA_CPATH is for LuaJIT and for Lua 5.1, as later ones have a variable each: what is built for either runs in both.
# The command is in bin/.
env:
	@echo 'export PATH="$(CURDIR)/bin:$$PATH"'
	@echo 'export LUA_PATH="$(CURDIR)/lua/?.lua;$(CURDIR)/lua/?/init.lua;$${LUA_PATH:-;}"'
	@echo 'export LUA_CPATH="$(CURDIR)/build/jit/?.so;$(CURDIR)/build/5.1/?.so;$${LUA_CPATH:-;}"'
	@$(foreach v,$(filter-out 5.1,$(LUAS)),echo 'export LUA_CPATH_$(subst .,_,$(v))="$(CURDIR)/build/$(v)/?.so;$${LUA_CPATH_$(subst .,_,$(v)):-;}"'; \
	  echo 'unset LUA_PATH_$(subst .,_,$(v))';)
	@test -n '$(wildcard build/*/aliota/core.so)' || echo 'aliota: no core is built yet; make build builds it' >&2

core_of = $(1:%=build/%/aliota/core.so)

run-build: $(call core_of,$(VMS))

run-demo: $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && $(LUA_5.4) examples/demo.lua

run-nginx-demo: $(call core_of,5.4 jit)
	@eval "$$($(MAKE) -s env)" && $(LUA_5.4) examples/nginx/demo.lua

run-repl: $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && exec $(LUA_5.4) -e 'require "aliota.repl" ()'

# tools/ is not on Lua's path.
run-types: $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && LUA_PATH="$(CURDIR)/?.lua;$$LUA_PATH" $(LUA_5.4) tools/types.lua

# The official clients, and Lua 5.5; a reader of reports. npm writes this file last.
PACKAGES = $(foreach folder,official lua55,spec/$(folder)/node_modules/.package-lock.json)
READERS = real/readers/npm/node_modules/.package-lock.json
$(PACKAGES) $(READERS): %/node_modules/.package-lock.json: %/package-lock.json
	@npm ci --prefix $(<D) --ignore-scripts --no-audit --no-fund --loglevel=error

# Further ones where they are there; Lua 5.5 runs in node, as hardly any system has it yet.
TEST_VMS = 5.4 jit $(foreach vm,$(filter-out 5.4 jit 5.5,$(VMS)),$(if $(call lua_of,$(vm)),$(vm)))
TEST_BUILDS = $(TEST_VMS) 5.4-sanitize jit-sanitize 5.4-portable 5.4-memcheck

# Builds side by side; a make that a spec runs must not take part in that.
run-test:
	@$(MAKE) --no-print-directory -j $(shell getconf _NPROCESSORS_ONLN) \
	  $(PACKAGES) $(call core_of,$(TEST_BUILDS)) $(TEST_BUILDS:%=build/%/native.so) $(TORTURED)
	@$(LUA_5.4) spec/run.lua "$(foreach vm,$(TEST_VMS),$(vm)=$(call lua_of,$(vm)))" $(CC) $(SPEC)

run-memcheck: $(call core_of,jit 5.4-memcheck) build/5.4-memcheck/native.so
	@$(LUA_5.4) spec/run.lua "5.4=$(LUA_5.4) jit=$(call lua_of,jit) memcheck=$(LUA_5.4)" $(CC) $(SPEC)

build/5.4/coverage/marks.so: tools/coverage/marks.c
	@mkdir -p $(@D)
	$(CC) $(call flags,5.4) $(SHARED) -o $@ $<

# Every Lua 5.4 that is started marks the lines that it runs. Slower so, some specs may fail; what ran is told all the same.
MARKS = $(CURDIR)/build/coverage.marks
run-coverage: $(PACKAGES) $(call core_of,5.4 jit) build/5.4/native.so build/5.4/coverage/marks.so $(TORTURED)
	@rm -f '$(MARKS)' && truncate -s 16M '$(MARKS)'
	-@COVERAGE_MARKS='$(MARKS)' LUA_INIT='pcall(require, "coverage.marks")' \
	  $(LUA_5.4) spec/run.lua "5.4=$(LUA_5.4) jit=$(call lua_of,jit) coverage=$(LUA_5.4)" $(CC) $(SPEC) | tail -n 1
	@$(LUA_5.4) tools/coverage.lua '$(MARKS)'

run-bench: $(call core_of,$(TEST_VMS)) build/5.4/floor.so build/jit/floor.so
	@eval "$$($(MAKE) -s env)" && BASE='$(BASE)' $(LUA_5.4) bench/run.lua $(WHAT)

run-bench-nginx: $(call core_of,5.4 jit)
	@eval "$$($(MAKE) -s env)" && BASE='$(BASE)' $(LUA_5.4) bench/run.lua worker crowd feed shared

DEVICES = 20000 100000
run-drift: $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && $(LUA_5.4) bench/drift.lua $(DEVICES)

HOURS = 1
run-soak: $(call core_of,5.4 jit)
	@eval "$$($(MAKE) -s env)" && LUA_PATH="$(CURDIR)/?.lua;$$LUA_PATH" $(LUA_5.4) bench/soak.lua $(HOURS)

# clang's fuzzer, with the core linked into it.
FLAGS_fuzz = -O1 -U_FORTIFY_SOURCE -fsanitize=address,undefined,fuzzer -fno-sanitize-recover=all -fno-omit-frame-pointer
build/fuzz/host: fuzz/host.c $(wildcard csrc/*.[ch]) $(ROCKSPEC) Makefile
	@mkdir -p $(@D)
	clang $(call flags,5.4-fuzz) -Wl,-E -o $@ $< $(SOURCES) $(shell pkg-config --libs $(call headers_of,5.4)) $(LIBRARIES)

TARGET =
MINUTES = 1
run-fuzz: build/fuzz/host
	@eval "$$($(MAKE) -s env)" && $(LUA_5.4) fuzz/run.lua $(MINUTES) $(TARGET)

# The core is linked into a program here, so that the linker leads its allocations where they can fail.
TORTURED = build/5.4-sanitize/torture
TORTURE_WRAPS = -Wl,--wrap=calloc,--wrap=realloc,--wrap=free,--wrap=inflateInit2_
$(TORTURED): build/5.4-sanitize/core.o $(wildcard torture/*.[ch])
	$(CC) $(call flags,5.4-sanitize) $(TORTURE_WRAPS) -o $@ $(wildcard torture/*.c) $< $(LIBRARIES) \
	  $(shell pkg-config --libs $(call headers_of,5.4))

run-torture: $(TORTURED) $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && $(LUA_5.4) torture/run.lua $(TORTURED) $(TORTURE)

# Debian's Python, which has its modules.
run-real: $(READERS) $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && PYTHON=/usr/bin/python3 LUA_PATH="$(CURDIR)/?.lua;$$LUA_PATH" $(LUA_5.4) real/run.lua $(WHAT)

LINTED = $(patsubst %,build/lint/clang-%.so,$(filter 5.4 jit,$(VMS)))

run-lint:
	@$(MAKE) --no-print-directory -j $(shell getconf _NPROCESSORS_ONLN) -O CC=gcc lint-lua lint-others lint-builds $(LINTED)

lint-lua:
	luacheck --quiet lua bin/aliota spec examples bench fuzz real tools torture $(ROCKSPEC)

lint-others:
	luarocks lint $(ROCKSPEC)
	luarocks lint $(RELEASED)
	clang-format --dry-run -Werror csrc/*.[ch] bench/*.c fuzz/*.c spec/support/*.c tools/coverage/*.c torture/*.[ch]

lint-builds: $(call core_of,$(VMS))
	@! grep '' $(^D:=/warnings)

# The compiler warns of the same without what debuggers need, and takes a fifth less.
build/lint/%.so: $(wildcard csrc/*.[ch]) $(ROCKSPEC) Makefile
	@mkdir -p $(@D)
	$(call vm,$*) $(call flags,$(call variant,$*)) -g0 -Werror $(SHARED) -o $@ $(SOURCES) $(LIBRARIES)

# On Debian 12 LuaRocks does not find headers in multi-arch folders by itself, hence nothing to look for in the rockspec.
# LuaJIT's rocks are those of Lua 5.1.
rocks_of = $(if $(filter jit,$(1)),5.1,$(1))
luarocks_for = luarocks --lua-version $(call rocks_of,$(1))
incdir_of = LUA_INCDIR='$(patsubst -I%,%,$(firstword $(shell pkg-config --cflags-only-I $(call headers_of,$(1)))))'
TREE =

# What is built for LuaJIT is for Lua 5.1, too. Lua 5.4 comes last, so that it runs the command.
ROCK_VMS = $(filter-out $(if $(filter jit,$(VMS)),5.1),$(VMS))
install: $(patsubst %,install-%,$(filter-out 5.4,$(ROCK_VMS)) $(filter 5.4,$(ROCK_VMS)))
install-%:
	$(call luarocks_for,$*) $(if $(TREE),--tree '$(TREE)') make --deps-mode none $(ROCKSPEC) $(call incdir_of,$*)

RELEASE = aliota-$(shell $(LUA_5.4) -e 'print(dofile "lua/aliota/version.lua")')-1
RELEASED = rockspecs/$(RELEASE).rockspec

rockspec:
	$(LUA_5.4) tools/rockspec.lua > $(RELEASED)

# The rockspec has the project's address and the release's tag. What is packed is that tag in this clone or, before there
# is one, the commit that is checked out: a clone of it stands in for that address.
TAG = v$(word 2,$(subst -, ,$(RELEASE)))
CLONED = $(CURDIR)/build/rocks/source.git
FROM_CLONE = GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0='url.file://$(CLONED).insteadOf' \
  GIT_CONFIG_VALUE_0=https://github.com/aliota/aliota.git

run-rocks:
	@rm -rf build/rocks && mkdir -p build/rocks
	@git clone --quiet --bare '$(CURDIR)' '$(CLONED)'
	@git -C '$(CLONED)' show-ref --quiet --verify refs/tags/$(TAG) || git -C '$(CLONED)' tag $(TAG)
	cd build/rocks && $(FROM_CLONE) luarocks pack '$(CURDIR)/$(RELEASED)'
	@rm -rf '$(CLONED)'
	@$(MAKE) --no-print-directory $(ROCK_VMS:%=rock-%)

# What is built is named alike for each Lua, hence a folder each.
rock-%:
	@mkdir -p build/rocks/$*
	cd build/rocks/$* && $(call luarocks_for,$*) --tree tree install --deps-mode none ../$(RELEASE).src.rock \
	  $(call incdir_of,$*) && $(call luarocks_for,$*) --tree tree pack aliota

run-debian:
	@rm -rf build/debian && tools/debian.sh build/debian

clean:
	rm -rf build
