-- The tables of docs/credentials.md, held against what the option takes.
local aliota = require "aliota"
local manual = require "spec.support.manual"

local PAGE = "docs/credentials.md"

local function refusal(credentials)
  local ok, message = pcall(aliota.new, {credentials = credentials})
  return not ok and message or ""
end

describe(PAGE, function()
  local rows = manual.table_below(PAGE, "Providers")

  it("has every type of provider", function()
    local said, taken = manual.names_below(PAGE, "Providers"), {}
    said.keys = true -- which a table without a type is
    for name in refusal {type = "…"}:match "there are ([%l_, ]+)$":gsub(" and ", ", "):gmatch "[%l_]+" do
      taken[name] = true
    end
    assert.same(taken, said)
  end)

  for _, row in ipairs(rows) do
    for _, name in ipairs(manual.names(row[1])) do
      it("has no field that there is not of " .. name, function()
        for _, field in ipairs(manual.names(row[2])) do
          if name ~= "access_key" or field ~= "security_token" then -- sts alone has that
            assert.is_nil(refusal {type = name, [field] = {}}:find "there is no field", field)
          end
        end
      end)
    end
  end
end)
