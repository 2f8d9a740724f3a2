local aliota = require "aliota"
local cjson = require "cjson"

describe("aliota", function()
  it("makes clients, and raises at the caller's line when it cannot", function()
    local client = aliota.new {region = "cn-shanghai"}
    assert.equal("aliota client for https://iot.cn-shanghai.aliyuncs.com/", tostring(client))
    local ok, message = pcall(function() aliota.new {regoin = "cn-shanghai"} end)
    assert.is_false(ok)
    assert.truthy(message:find 'init_spec.lua:%d+: aliota.new: there is no option "regoin"; did you mean "region"%?')
  end)

  it("has JSON's null in common with cjson", function()
    assert.equal(cjson.null, aliota.null)
  end)

  it("loads its parts when they are asked for", function()
    for _, name in ipairs {"filter", "nginx", "report", "sandbox", "write"} do
      assert.equal(require("aliota." .. name), aliota[name])
    end
  end)

  it("raises at the line that wrote a name that is not there, with the nearest", function()
    local filter, report, write = aliota.filter, aliota.report, aliota.write
    for message, misuse in pairs {
      ['aliota has no "reprot"; did you mean "report"?'] = function() return aliota.reprot end,
      ['aliota has no "nigx"; did you mean "nginx"?'] = function() return aliota.nigx end,
      ['aliota.filter has no "older_then"; did you mean "older_than"?'] = function() filter.older_then "2h" end,
      ['aliota.report has no "sumary"; did you mean "summary"?'] = function() report.sumary {} end,
      ['aliota.write has no "cvs"; did you mean "csv"?'] = function() write.cvs {} end,
      ['aliota has no "1"; there are '] = function() return aliota[1] end,
    } do
      local ok, said = pcall(misuse)
      assert.is_false(ok)
      assert.truthy(said:find "^[^:]*init_spec.lua:%d+: " and said:find(message, 1, true), said)
    end
  end)

  it("says so where a dot was meant", function()
    for message, misuse in pairs {
      ["call it with a dot: aliota.new(…)"] = function() aliota:new {region = "cn-shanghai"} end,
      ["call it with a dot: aliota.quota(…)"] = function() aliota:quota(5) end,
      ["call it with a dot: aliota.help(…)"] = function() aliota:help "tasks" end,
      ["write aliota.report. with a dot"] = function() aliota.report:summary {} end,
      ["write aliota.write. with a dot"] = function() aliota.write:csv {} end,
      ["write aliota.filter. with a dot"] = function() aliota.filter:status "FAILED" end,
      ["a predicate, a function or a table of fields expected, not aliota.filter itself"] = function()
        aliota.filter:all {TaskStatus = "FAILED"}
      end,
    } do
      local ok, said = pcall(misuse)
      assert.is_false(ok)
      assert.truthy(said:find "init_spec.lua:%d+: " and said:find(message, 1, true), said)
    end
  end)

  it("knows its versions", function()
    local versions = aliota.versions()
    assert.equal(require "aliota.version", versions.aliota)
    assert.equal(aliota._VERSION, versions.aliota)
    assert.equal(require("aliota.util.compat").name, versions.lua)
    assert.truthy(versions.curl:find "^%d+%.%d+")
    assert.truthy(versions.openssl:find "^%a+ %d")
    assert.truthy(#versions.tls > 0)
  end)
end)
