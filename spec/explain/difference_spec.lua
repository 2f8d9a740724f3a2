-- Differences injected into what the official clients signed: each part of each vector, in each way.
local Difference = require "aliota.explain.difference"
local cjson = require "cjson"
local data = require "spec.support.data"
local parts = require "aliota.explain.parts"

local vectors = cjson.decode(data.read "vectors.json")

local function text_of(vector) return vector.canonical_request or vector.string_to_sign end

local function first_difference(a, b)
  local i = 1
  while a:sub(i, i) == b:sub(i, i) do i = i + 1 end
  return i
end

local function encode(text)
  return (text:gsub("[^%w%-._~]", function(c) return ("%%%02X"):format(c:byte()) end))
end

-- Puts a text together again.
local JOIN = {}

local function pairs_of(list, kind, equals, more)
  local made = {}
  for _, part in ipairs(list) do
    if part.kind == kind then made[#made + 1] = part.name .. equals .. part.value .. (more or "") end
  end
  return made
end

local function value_of(list, kind)
  for _, part in ipairs(list) do
    if part.kind == kind then return part.value end
  end
end

function JOIN.v1(list)
  return value_of(list, "method") .. "&" .. value_of(list, "path") .. "&"
    .. encode(table.concat(pairs_of(list, "parameter", "="), "&"))
end

function JOIN.v3(list)
  return table.concat({
    value_of(list, "method"), value_of(list, "path"), table.concat(pairs_of(list, "parameter", "="), "&"),
    table.concat(pairs_of(list, "header", ":", "\n")), value_of(list, "names of the signed headers"),
    value_of(list, "hash of the body"),
  }, "\n")
end

local function changed(list, at, change)
  local copy = {}
  for i, part in ipairs(list) do
    if i ~= at then
      copy[#copy + 1] = part
    else
      for _, new in ipairs {change(part)} do copy[#copy + 1] = new end
    end
  end
  return copy
end

local function with_value(value)
  return function(part) return {kind = part.kind, name = part.name, value = value(part.value)} end
end

local function named(part) return "the " .. part.kind .. (part.name and " " .. part.name or "") end

for scheme, split in pairs(parts) do
  if JOIN[scheme] then
    describe("explain.difference, " .. scheme, function()
      local function inject(vector, list, at, change)
        local ours, theirs = text_of(vector), JOIN[scheme](changed(list, at, change))
        if ours == theirs then return nil end
        local found = Difference.between(ours, theirs, split)
        assert.equal(first_difference(ours, theirs), found.byte)
        assert.equal(select(2, ours:sub(1, found.byte - 1):gsub("\n", "")) + 1, found.line)
        return found
      end

      local function each(change)
        for _, vector in ipairs(vectors[scheme]) do
          local list = split(text_of(vector))
          assert.equal(text_of(vector), JOIN[scheme](list))
          for at, part in ipairs(list) do change(vector, list, at, part) end
        end
      end

      it("names every part whose value is another one", function()
        each(function(vector, list, at, part)
          for _, value in ipairs {
            function(old) return "x" .. old end, function(old) return old .. "x" end, function() return "" end,
          } do
            local found = inject(vector, list, at, with_value(value))
            if found then assert.equal(named(part), found.part) end
          end
        end)
      end)

      it("names what did not arrive, and what arrived besides", function()
        each(function(vector, list, at, part)
          if not part.name then return end
          local gone = inject(vector, list, at, function() end)
          assert.equal(named(part), gone.part)
          assert.truthy(gone.cause:find "did not arrive", gone.cause)
          local more = inject(vector, list, at, function()
            return part, {kind = part.kind, name = part.name .. "-more", value = "1"}
          end)
          assert.equal(named(part) .. "-more", more.part)
          assert.truthy(more.cause:find "not signed here", more.cause)
        end)
      end)

      it("knows the usual mistakes of encoding by their looks", function()
        local MISTAKES = {
          {"%%20", "+", "stands there as +"},
          {"%%20", "%%2B", "a blank was written as +"},
          {"%%2B", "%%20", "a plus sign was sent as it is"},
          {"%%%x%x", string.lower, "in upper case"},
          {"^.*$", encode, "encoded twice"},
          {"%%2A", "*", "encoded in another way"},
          {"~", "%%7E", "encoded in another way"},
          {"%%[89A-F]%x", "%%3F", "as UTF-8"},
        }
        for _, mistake in ipairs(MISTAKES) do
          local count = 0
          each(function(vector, list, at, part)
            if part.kind ~= "parameter" then return end
            local found = inject(vector, list, at, with_value(function(old)
              return (old:gsub(mistake[1], mistake[2], mistake[2] == encode and 1 or nil))
            end))
            if not found then return end
            assert.equal(named(part), found.part)
            if found.cause:find(mistake[3], 1, true) then count = count + 1 end
          end)
          assert.truthy(count > 0, mistake[3])
        end
      end)

      it("knows a wrong order", function()
        for _, vector in ipairs(vectors[scheme]) do
          local list = split(text_of(vector))
          for at = 1, #list - 1 do
            if list[at].kind == list[at + 1].kind then
              local swapped = {}
              for i, part in ipairs(list) do swapped[i] = part end
              swapped[at], swapped[at + 1] = list[at + 1], list[at]
              local found = Difference.between(text_of(vector), JOIN[scheme](swapped), split)
              assert.equal("the order", found.part)
            end
          end
        end
      end)
    end)
  end
end

describe("explain.difference", function()
  it("points at the byte in both texts", function()
    local found = Difference.between("GET&%2F&Action%3DList%26JobId%3Da%2520b%26PageSize%3D10",
      "GET&%2F&Action%3DList%26JobId%3Da%252Bb%26PageSize%3D10", parts.v1)
    assert.equal([[
The first difference is byte 38 (line 1), in the parameter JobId.

  signed here      List%26JobId%3Da%2520b%26PageSize%3D10
  by the service   List%26JobId%3Da%252Bb%26PageSize%3D10
                                       ^

A blank was written as +, which counts as a plus sign there; it must be sent as %20.]], tostring(found))
  end)

  it("stays in the line, and shows nothing that steers a terminal", function()
    local function request(host) return "POST\n/\na=1\nhost:" .. host .. "\nx-b:2\n\nhost;x-b\n" .. ("0"):rep(64) end
    local found = Difference.between(request "h", request "\27[2J", parts.v3)
    assert.same({"host:h", "host:?[2J", 6, 4}, {found.ours, found.theirs, found.column, found.line})
  end)

  it("is not at a loss with text that is none", function()
    for _, split in ipairs {parts.v1, parts.v3} do
      for _, texts in ipairs {{"", "x"}, {"x", ""}, {"GET&", "GET"}, {"POST\n/", "POST\n"}, {"&&&", "&&"}} do
        local found = Difference.between(texts[1], texts[2], split)
        assert.truthy(tostring(found):find "^The first difference is byte %d+ %(line %d+%), in %l+")
      end
    end
  end)
end)
