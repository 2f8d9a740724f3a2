-- The manual: every block of code is run, every link leads somewhere, and every page is in the index.
local daemon = require "spec.support.daemon"
local manual = require "spec.support.manual"
local nginx = require "spec.support.nginx"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

local PAGES = manual.pages()
local ALL = {"README.md"}
for _, path in ipairs(PAGES) do ALL[#ALL + 1] = path end

-- Texts are lines for the prompt, or what a program says.
local RUN = {lua = true, sh = true, nginx = true, text = true, yaml = true}

local function file_exists(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

describe("the manual", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 250, job_id = manual.JOB_ID}) end)
  teardown(function() service:stop() end)

  for _, path in ipairs(PAGES) do
    describe(path, function()
      for i, code in ipairs(manual.blocks(path, "lua")) do
        it("runs Lua block " .. i, function()
          assert.truthy(manual.run(service, code, path .. ", block " .. i) > 0)
        end)
      end

      for i, code in ipairs(manual.blocks(path, "sh")) do
        it("runs the commands of block " .. i, function()
          local own = assert(sandbox.start {devices = 250}) -- as it may change what later pages look at
          local output, status = manual.run_shell(own, code)
          own:stop()
          assert.equal(0, status, output)
        end)
      end
    end)
  end

  for _, path in ipairs(ALL) do
    it(path .. " begins with what it is for and an example", function()
      local text = manual.text(path)
      assert.truthy(text:find "^# [^\n]+\n\n[^#|`\n]", path)
      local example, chapter = text:find("\n```", 1, true), text:find("\n## ", 1, true)
      assert.truthy(path:find "README" or example < (chapter or math.huge), path)
    end)

    it(path .. " has no code that nobody runs", function()
      for language in manual.text(path):gmatch "\n```([^\n]*)\n.-\n```" do
        assert.is_true(RUN[language] ~= nil, path .. ": " .. language)
      end
    end)

    it(path .. " links to what is there", function()
      for _, link in ipairs(manual.links(path)) do
        assert.is_true(file_exists(link.path), path .. " → " .. link.path)
        local is_there = not link.anchor or manual.anchors(link.path)[link.anchor]
        assert.is_true(is_there or false, ("%s → %s#%s"):format(path, link.path, link.anchor or ""))
      end
    end)
  end

  it("is all in the index, and in README", function()
    for _, index in ipairs {"README.md", "docs/README.md"} do
      local linked = {[index] = true}
      for _, link in ipairs(manual.links(index)) do linked[link.path] = true end
      for _, path in ipairs(PAGES) do assert.is_true(linked[path], index .. " lacks " .. path) end
    end
  end)

  it("stays within what is installed", function()
    for _, path in ipairs(PAGES) do
      for _, link in ipairs(manual.links(path)) do
        assert.truthy(link.path:find "^docs/" or link.path:find "^examples/", path .. " → " .. link.path)
      end
    end
  end)

  it("names files and pages that are there, and so do the sources", function()
    local PATHS, count = [[\b(docs|examples|lua/aliota/[a-z]{2,})/[a-z_/-]+(\.[a-z]+|/)]], 0
    local named = shell.run(("grep -rhoE '%s' README.md docs lua examples"):format(PATHS))
    for path in named:gmatch "[^\n]+" do
      count = count + 1
      assert.equal(0, select(2, shell.run("test -e '" .. path .. "'")), path)
    end
    assert.is_true(count > 30)
  end)

  it("shows rules for alerts as the example has them", function()
    local rules = manual.text "examples/prometheus/alerts.yml":gsub("\n +", "\n")
    for _, path in ipairs(ALL) do
      for _, code in ipairs(manual.blocks(path, "yaml")) do
        assert.truthy(rules:find(code:gsub("\n +", "\n"), 1, true), code)
      end
    end
  end)
end)

if jit then return end -- the prompt is Lua 5.4's, and nginx runs LuaJIT itself, whoever drives it

describe("the manual's lines for the prompt", function()
  for _, path in ipairs(ALL) do
    for i, code in ipairs(manual.blocks(path, "text")) do
      local typed, lines = ("\n" .. code):gsub("\n> ", "\n")
      if lines > 0 then
        it(("work: %s, block %d"):format(path, i), function()
          local input, errors = os.tmpname(), os.tmpname()
          local file = assert(io.open(input, "w"))
          file:write(typed:sub(2), "\n")
          file:close()
          local shown = shell.run(("env -u ALIBABA_CLOUD_ACCESS_KEY_ID -u ALIBABA_CLOUD_PROFILE lua5.4 -e"
            .. " 'require \"aliota.repl\" ()' <%s 2>%s"):format(input, errors))
          assert.equal("", manual.text(errors))
          assert.is_true(select(2, shown:gsub("\n", "")) > 2 * lines, shown)
          os.remove(input)
          os.remove(errors)
        end)
      end
    end
  end
end)

describe("the manual's configuration of nginx", function()
  local describe = nginx.is_there and describe or pending -- luacheck: ignore 431
  local service
  setup(function() service = assert(sandbox.start {devices = 250, job_id = manual.JOB_ID}) end)
  teardown(function() service:stop() end)

  -- The blocks, by the part of nginx.conf that their first line names; before them the sandbox.
  local function configuration(path)
    local parts = {top = {}, http = {}, server = {}}
    for name, value in pairs(manual.environment(service)) do
      table.insert(parts.top, ("env %s=%s;"):format(name, value))
    end
    for _, code in ipairs(manual.blocks(path, "nginx")) do
      local part = code:match "^# at the (top)" or code:match "^# in (%l+) { … }\n"
      table.insert(parts[part], code)
    end
    for name, list in pairs(parts) do parts[name] = table.concat(list, "\n") end
    return parts
  end

  for _, path in ipairs(ALL) do
    if #manual.blocks(path, "nginx") > 0 then
      describe("in " .. path, function()
        it("is understood, and every location answers", function()
          local parts = configuration(path)
          local server = nginx.start(parts)
          local get = "curl -s -o /dev/null -w '%%{http_code}' '%s%s?job=" .. service.job_id .. "'"
          for location in parts.server:gmatch "location = (%S+)" do
            local ok, problem = pcall(daemon.wait_until, function()
              return shell.run(get:format(server.endpoint, location)) == "200"
            end)
            assert.is_true(ok, location .. ": " .. tostring(problem) .. "\n" .. server:log())
          end
          server:stop()
        end)
      end)
    end
  end
end)
