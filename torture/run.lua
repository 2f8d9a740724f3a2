-- Tortures the core: lua5.4 torture/run.lua HOST [STEP [SEED]], from the root of the tree.
--
-- For each subject and each thing that can fail a process goes from n = 1 until nothing fails any more (see host.c);
-- with a STEP above 1 only every so many n, from one on that the SEED says. Exits with 1 if any of them crashed, hung,
-- kept what it should free, or failed without saying why. How far it is, it tells every so many seconds.
package.path = "./?.lua;" .. package.path
local authority = require "spec.support.authority"
local packed = require "spec.support.packed"
local stub = require "spec.support.stub"

-- By what can fail in it.
local SUBJECTS = {
  {"sign", "lua", "openssl"},
  {"certificates", "lua", "openssl", "descriptors"},
  {"decode", "lua"},
  {"fingerprints", "lua", "core"},
  {"transfers", "lua", "curl", "openssl", "core", "zlib", "descriptors", "signals"},
  {"lives", "lua", "curl", "core", "zlib", "descriptors", "signals"},
}
local MEMORY = {"once", "for-good"}
local WAYS = {lua = MEMORY, curl = MEMORY, openssl = MEMORY, core = MEMORY, zlib = MEMORY}
local HEAD = "HTTP/1.1 200 OK\r\n%s\r\n%s\r\n\r\n"
local LONGEST = 1800 -- seconds; a process that takes longer hangs
local SILENCE = 10 -- seconds between two lines that tell how far a row is

-- One that is larger than the first room for a body.
local function body()
  local rows = {}
  for i = 1, 40 do rows[i] = ('{"id":%d,"note":"%s"}'):format(i, ("x"):rep(400)) end
  return '{"Data":[' .. table.concat(rows, ",") .. "]}"
end

local function routes()
  local text, json = body(), "Content-Type: application/json"
  local chunk = ("%x\r\n%s\r\n"):format(#text // 2, text:sub(1, #text // 2))
  local rest = ("%x\r\n%s\r\n0\r\n\r\n"):format(#text - #text // 2, text:sub(#text // 2 + 1))
  return {
    ["/plain"] = stub.answer(200, text, {json}),
    ["/gzip"] = stub.answer(200, packed(text), {json, "Content-Encoding: gzip"}),
    ["/chunked"] = {raw = HEAD:format(json, "Transfer-Encoding: chunked") .. chunk .. rest},
    ["/silent"] = {raw = "", hang = true},
  }
end

---@param command string
---@param note fun(n: string) is told of each round that is done
---@return string output the rest of what it said, and its status
local function output_of(command, note)
  local pipe = io.popen(("timeout %d %s 2>&1; echo exit $?"):format(LONGEST, command))
  local rest = {}
  for line in pipe:lines "L" do
    local n = line:match "^done (%d+)\n$"
    if n then note(n) else rest[#rest + 1] = line end
  end
  pipe:close()
  return table.concat(rest)
end

local host, step, seed = arg[1], tonumber(arg[2] or 1), tonumber(arg[3] or 0)
local server, issuer, wrong = stub.start(routes()), authority.new "torture", 0
issuer:issue "a"
issuer:encrypt("a", "secret", 1)
local GIVEN = {certificates = issuer.folder} -- to the scripts; to all others, the URL of the server
local COMMAND = "'%s' %s %s torture/%s.lua '%s'"

-- Goes on behind a round in which libcurl divided by zero, as no caller can make it (see the note on reach in host.c).
---@param command string but for where it begins, and its step
---@param note fun(n: string) is told of each round that is done
---@return integer|nil n the first at which nothing failed any more; nil if anything was wrong
---@return integer ends how many rounds ended within libcurl
---@return string output of the last process
local function sweep(command, by, note)
  local first, ends = 1 + seed % by, 0
  while true do
    local output = output_of(("%s %d %d"):format(command, first, by), note)
    local is_beyond_us = output:find "SUMMARY: AddressSanitizer: FPE %([^\n]*libcurl"
    if not is_beyond_us then return output:match "^(%d+)\nexit 0\n$", ends, output end
    first, ends = output:match "n = (%d+)\n" + by, ends + 1
  end
end

-- Prints what there is to say of a row.
---@return fun(news: string)
local function teller(subject, failing, way)
  local began = os.time()
  return function(news)
    print(("%-12s | %-11s | %-8s | %4d s | %s"):format(subject, failing, way, os.time() - began, news))
  end
end

-- Tells of some of the rounds.
local function noter(tell)
  local told = os.time()
  return function(n)
    if os.time() - told < SILENCE then return end
    told = os.time()
    tell("at n = " .. n)
  end
end

-- Memory for so many n, all else for each.
local function run(subject, failing)
  for _, way in ipairs(WAYS[failing] or {"once"}) do
    local tell = teller(subject, failing, way)
    local command = COMMAND:format(host, failing, way, subject, GIVEN[subject] or server.endpoint)
    local n, ends, output = sweep(command, WAYS[failing] and step or 1, noter(tell))
    local beyond = ends > 0 and ("; %d ended within libcurl"):format(ends) or ""
    tell((n and ("good, n to %d"):format(n - 1) or "WRONG\n" .. output) .. beyond)
    wrong = wrong + (n and 0 or 1)
  end
end

io.stdout:setvbuf "line"
for _, subject in ipairs(SUBJECTS) do
  for i = 2, #subject do run(subject[1], subject[i]) end
end
server:stop()
issuer:remove()
os.exit(wrong == 0, true)
