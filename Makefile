# make demo   set up, build, start the sandbox, list a batch
# make test   set up, build, run every test; one file or folder: SPEC=spec/core/json_spec.lua
# make lint   every warning is an error
# make build  build in the tree
# make bench  measure, against others, in ratios; and against another commit: BASE=1234567; only some: WHAT="fetch decode"
# make soak   list batches that move, for minutes, and count what is missed: SOAK="20000 100000"
# make bench-nginx  measure what calls, listings and the feed cost an nginx worker, beside another commit: BASE=1234567
# make nginx-demo   serve the page of update batches by nginx, before a sandbox, until ^C
# make types  write what editors are told of the module, and the tables of options in docs/
# make env    prints what puts the built tree on Lua's path, and the command on yours: eval "$(make -s env)"
# make repl   a prompt with a client on a sandbox or, with keys in the environment, on the account
# make install  through LuaRocks, for Lua 5.4 and LuaJIT: TREE=folder VMS=5.4        make clean
ROCKSPEC = aliota-scm-1.rockspec

# Lua 5.4 and LuaJIT have other names elsewhere. Recursive, because they may not be there before `deps` has run.
LUA_5.4 = $(shell for lua in lua5.4 lua; do \
  $$lua -e 'assert(_VERSION == "Lua 5.4")' 2>/dev/null && command -v $$lua && break; done)
LUA_jit = luajit
first_module = $(firstword $(foreach m,$(1),$(shell pkg-config --exists '$(m)' 2>/dev/null && echo '$(m)')))
MODULE_5.4 = $(word 1,$(subst >=, ,$(call first_module,lua5.4 lua-5.4 lua54 lua>=5.4)))
MODULE_jit = $(call first_module,luajit)
VMS = $(if $(MODULE_5.4),5.4) $(if $(MODULE_jit),jit)

from_rockspec = $(shell $(LUA_5.4) -e 'dofile "$(ROCKSPEC)" local core = build.modules["aliota.core"] \
  print(table.concat(core.$(1), " $(2)"))')
SOURCES = $(call from_rockspec,sources)
DEFINES = -D$(call from_rockspec,defines,-D)
NEEDED = libcurl libcrypto zlib
LIBRARIES = $(shell pkg-config --libs-only-L $(NEEDED)) -l$(call from_rockspec,libraries,-l)

CFLAGS = -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
STANDARD = -std=c11 -fPIC
SHARED = $(if $(filter Darwin,$(shell uname -s)),-bundle -undefined dynamic_lookup,-shared)
FLAGS_sanitize = -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_portable = -DALIOTA_PORTABLE_POLLER

# What is built is named VM or VM-VARIANT: build/5.4, build/jit, build/5.4-sanitize …
vm = $(firstword $(subst -, ,$(1)))
variant = $(word 2,$(subst -, ,$(1)))
flags = $(STANDARD) $(WARNINGS) $(CFLAGS) $(FLAGS_$(call variant,$(1))) $(DEFINES) \
  $(shell pkg-config --cflags $(MODULE_$(call vm,$(1))) $(NEEDED))

TASKS = build demo nginx-demo test lint bench bench-nginx soak repl types
.PHONY: $(TASKS) $(TASKS:%=run-%) env install clean
.DELETE_ON_ERROR:

# A second make runs the task, as it sees what the first line has installed.
$(TASKS):
	@tools/deps.sh $@
	@$(MAKE) --no-print-directory run-$@

build/%/aliota/core.so: $(wildcard csrc/*.[ch]) $(ROCKSPEC) Makefile
	@mkdir -p $(@D)
	$(CC) $(call flags,$*) $(SHARED) -o $@ $(SOURCES) $(LIBRARIES)

# What specs and benches need in C: build/5.4/native.so, build/5.4/floor.so …
build/%/native.so: spec/support/native.c
	@mkdir -p $(@D)
	$(CC) $(call flags,$*) $(SHARED) -o $@ $<

build/%/floor.so: bench/floor.c
	@mkdir -p $(@D)
	$(CC) $(call flags,$*) $(SHARED) -o $@ $<

# LUA_CPATH_5_4 is for Lua 5.4 alone, so LUA_CPATH is left to LuaJIT. The command is in bin/.
env:
	@echo 'export PATH="$(CURDIR)/bin:$$PATH"'
	@echo 'export LUA_PATH="$(CURDIR)/lua/?.lua;$(CURDIR)/lua/?/init.lua;$${LUA_PATH:-;}"'
	@echo 'export LUA_CPATH="$(CURDIR)/build/jit/?.so;$${LUA_CPATH:-;}"'
	@echo 'export LUA_CPATH_5_4="$(CURDIR)/build/5.4/?.so;$${LUA_CPATH_5_4:-;}"'
	@echo 'unset LUA_PATH_5_4'
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

# The official clients; npm writes this file last.
OFFICIAL = spec/official/node_modules/.package-lock.json
$(OFFICIAL): spec/official/package-lock.json
	@npm ci --prefix $(<D) --ignore-scripts --no-audit --no-fund --loglevel=error

TEST_BUILDS = 5.4 jit 5.4-sanitize jit-sanitize 5.4-portable

# Builds side by side; a make that a spec runs must not take part in that.
run-test: $(OFFICIAL)
	@$(MAKE) --no-print-directory -j $(shell getconf _NPROCESSORS_ONLN) \
	  $(call core_of,$(TEST_BUILDS)) $(TEST_BUILDS:%=build/%/native.so)
	@$(LUA_5.4) spec/run.lua $(LUA_5.4) $(LUA_jit) $(CC) $(SPEC)

run-bench: $(call core_of,5.4 jit) build/5.4/floor.so build/jit/floor.so
	@eval "$$($(MAKE) -s env)" && BASE='$(BASE)' $(LUA_5.4) bench/run.lua $(WHAT)

run-bench-nginx: $(call core_of,5.4 jit)
	@eval "$$($(MAKE) -s env)" && BASE='$(BASE)' $(LUA_5.4) bench/run.lua worker crowd feed

SOAK = 20000 100000
run-soak: $(call core_of,5.4)
	@eval "$$($(MAKE) -s env)" && $(LUA_5.4) bench/soak.lua $(SOAK)

LINTED = $(foreach compiler,gcc clang,$(foreach vm,5.4 jit,build/lint/$(compiler)-$(vm).so))

run-lint: $(LINTED)
	luacheck --quiet lua bin/aliota spec examples bench tools $(ROCKSPEC)
	clang-format --dry-run -Werror csrc/*.[ch] bench/*.c spec/support/*.c

build/lint/%.so: $(wildcard csrc/*.[ch]) $(ROCKSPEC) Makefile
	@mkdir -p $(@D)
	$(call vm,$*) $(call flags,$(call variant,$*)) -Werror $(SHARED) -o $@ $(SOURCES) $(LIBRARIES)

# On Debian 12 LuaRocks does not find headers in multi-arch folders by itself, hence nothing to look for in the rockspec.
# LuaJIT's rocks are those of Lua 5.1, whose headers would build a core for that one.
ROCKS_5.4 = 5.4
ROCKS_jit = 5.1
TREE =

# Lua 5.4 comes last, so that it runs the command.
install: $(patsubst %,install-%,$(filter-out 5.4,$(VMS)) $(filter 5.4,$(VMS)))
install-%:
	luarocks --lua-version $(ROCKS_$*) $(if $(TREE),--tree '$(TREE)') make --deps-mode none $(ROCKSPEC) \
	  LUA_INCDIR='$(patsubst -I%,%,$(firstword $(shell pkg-config --cflags-only-I $(MODULE_$*))))'

clean:
	rm -rf build
