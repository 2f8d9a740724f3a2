local cjson = require "cjson"
local data = require "spec.support.data"
local quoted = require "aliota.explain.quoted"

local vectors = cjson.decode(data.read "vectors.json")

-- How a message gets to a person.
local WAYS = {
  ["as it is"] = function(text) return text end,
  ["in an error"] = function(text)
    return "QueryOTAJob: api error X: " .. text:gsub("\n", "\\n") .. " (HTTP 400); hint: y"
  end,
  ["in JSON"] = function(text) return cjson.encode {Message = text, RequestId = "r"} end,
  ["in XML"] = function(text) return "<Error><Message>" .. text:gsub("&", "&amp;") .. "</Message></Error>" end,
  ["with other line ends"] = function(text) return (text:gsub("\n", "\r\n")) end,
}

-- V3's wording isn't documented.
local LABELS = {
  "server string to sign is:%s server canonical request is:%s",
  "Server StringToSign is: %s, server CanonicalRequest is: %s",
  "server string to sign is:%s\nserver canonical request:\n%s\n",
}

describe("explain.quoted", function()
  for way, wrapped in pairs(WAYS) do
    it("finds what was signed with V1 " .. way, function()
      for _, vector in ipairs(vectors.v1) do
        assert.equal(vector.string_to_sign, quoted.v1(wrapped("server string to sign is:" .. vector.string_to_sign)))
      end
    end)

    it("finds what was signed with V3 " .. way, function()
      for _, vector in ipairs(vectors.v3) do
        for _, label in ipairs(LABELS) do
          assert.equal(vector.canonical_request,
            quoted.v3(wrapped(label:format(vector.string_to_sign, vector.canonical_request))))
        end
      end
    end)
  end

  it("tells what is missing", function()
    local v1, v3 = vectors.v1[1], vectors.v3[1]
    local cases = {
      {"v1", "no", "no string to sign"}, {"v3", "no", "no canonical request"}, {"v1", "", "no string"},
      {"v1", "server string to sign is:" .. v3.string_to_sign, "signed with V3"},
      {"v3", "server string to sign is:" .. v1.string_to_sign, "signed with V1"},
      {"v3", "server string to sign is:" .. v3.string_to_sign, "but a hash"},
      {"v3", "server canonical request is:POST\n/\ncut off", "no canonical request"},
    }
    for _, case in ipairs(cases) do
      local text, problem = quoted[case[1]](case[2])
      assert.is_nil(text)
      assert.truthy(problem:find(case[3], 1, true), problem)
    end
  end)
end)
