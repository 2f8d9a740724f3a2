-- Why a value may have been signed differently at the other end, in plain words. Pure.
local ascii = require "aliota.util.ascii"
local decode = require "aliota.util.percent_decode"
local encode = require("aliota.core").sign.encode

local function replaced(text, from, to)
  return (text:gsub(from, to))
end

-- With the hex digits of each %2F in upper case.
local function upper_hex(text)
  return (text:gsub("%%%x%x", ascii.upper))
end

-- In order, the most special first: a test of our value and theirs, both percent-encoded once, and what to say.
local IN_PARAMETERS = {
  {
    function(ours, theirs) return replaced(ours, "%%20", "+") == theirs end,
    "a blank stands there as +; it must be signed as %20",
  }, {
    function(ours, theirs) return replaced(ours, "%%20", "%%2B") == theirs end,
    "a blank was written as +, which counts as a plus sign there; it must be sent as %20",
  }, {
    function(ours, theirs) return replaced(ours, "%%2B", "%%20") == theirs end,
    "a plus sign was sent as it is, which counts as a blank there; it must be sent as %2B",
  }, {
    function(ours, theirs) return ours == upper_hex(theirs) end,
    "the hex digits of a percent-encoding must be in upper case",
  }, {
    function(ours, theirs) return encode(ours) == theirs end,
    "it was percent-encoded twice",
  }, {
    function(ours, theirs) return decode(ours) == theirs or decode(ours) == decode(theirs) end,
    "it is the same text, encoded in another way; only A-Z a-z 0-9 - _ . ~ stay as they are, all else is %XX",
  }, {
    function(ours, theirs)
      return ours:find "%%[89A-F]" and decode(ours):gsub("[\128-\255]+", "") == decode(theirs):gsub("[?\128-\255]+", "")
    end,
    "characters beyond ASCII arrived as other ones; they must be sent as UTF-8",
  },
}

local ANYWHERE = {
  {
    function(_, theirs) return theirs == "" end,
    "it arrived empty",
  }, {
    function(ours, theirs) return #theirs < #ours and ours:sub(1, #theirs) == theirs end,
    "it arrived cut off",
  }, {
    function(ours, theirs) return ascii.lower(ours) == ascii.lower(theirs) end,
    "they differ in upper and lower case only",
  },
}

-- What is special about a part, where its value tells nothing.
local BY_NAME = {
  host = "a proxy or a gateway on the way may have changed the Host header, which is signed",
  AccessKeyId = "another access key was used",
  Timestamp = "it must be in UTC and look like 2026-01-02T03:04:05Z",
  ["x-acs-date"] = "it must be in UTC and look like 2026-01-02T03:04:05Z",
  ["x-acs-content-sha256"] = "it must be the SHA-256 of the body that is sent, which is empty here",
}

local BY_KIND = {
  method = "the method that is signed must be the one that is used; a redirect or a proxy may have changed it",
  path = "the path is signed; of an RPC-style service it is /",
  ["names of the signed headers"] = "host, content-type if it is sent, and all x-acs-… headers must be signed, by name",
  ["hash of the body"] = "the body that arrived is not the one that was signed, which is empty",
}

local function first_that_fits(rules, ours, theirs)
  for _, rule in ipairs(rules) do
    if rule[1](ours, theirs) then return rule[2] end
  end
end

local cause = {}

--- Of two values of one part.
---@param part aliota.Part ours
---@param theirs string
---@return string
function cause.of_value(part, theirs)
  return part.kind == "parameter" and first_that_fits(IN_PARAMETERS, part.value, theirs)
    or BY_NAME[part.name] or BY_KIND[part.kind]
    or first_that_fits(ANYWHERE, part.value, theirs)
    or "it is another value"
end

local MISSING = {
  parameter = "it is signed here and did not arrive; it must be in the query, not in a header or a body",
  header = "it is signed here and did not arrive, or is not among the SignedHeaders; a proxy may have removed it",
}

local ADDED = {
  parameter = "it arrived and is not signed here; a proxy may have added it, or that request was another one",
  header = "it arrived and is not signed here; a proxy may have added it, or that request was another one",
}

--- Of a part that only we have.
---@param part aliota.Part
---@return string
function cause.of_missing(part) return MISSING[part.kind] or "it did not arrive" end

--- Of a part that only the service has.
---@param part aliota.Part
---@return string
function cause.of_added(part) return ADDED[part.kind] or "it is not signed here" end

return cause
