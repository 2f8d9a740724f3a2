local options = require "aliota.nginx.feed_options"

local function read(changes)
  local given = {dict = "d", client = {}, batches = {"j"}}
  for name, value in pairs(changes or {}) do
    if value == "absent" then given[name] = nil else given[name] = value end
  end
  return options.read(given)
end

describe("nginx.options", function()
  it("fills in what is not given, and shows figures for six intervals", function()
    local all = read()
    assert.same({"default", 10, 500}, {all.name, all.interval, all.failures})
    assert.same({name = "default", title = "Update batches", interval = 10, max_age = 60}, options.stretched(all, 0))
    assert.equal(5, options.stretched(read({interval = 3, max_age = 5}), 0).max_age)
    assert.same({interval = 60, max_age = 7200}, {interval = read({interval = "1m"}).interval,
      max_age = read({max_age = "2h"}).max_age})
  end)

  it("stretches to what the quota allows, but for what was said itself", function()
    local stretched = options.stretched(read(), 33)
    assert.same({33, 198}, {stretched.interval, stretched.max_age})
    stretched = options.stretched(read({max_age = 60}), 33)
    assert.same({33, 60}, {stretched.interval, stretched.max_age})
  end)

  it("says what is wrong", function()
    local cases = {
      {{dict = "absent"}, "dict must name a lua_shared_dict"},
      {{dict = 1}, "dict must be a string, not a number"},
      {{client = "absent"}, "client must be a client, or a table of options"},
      {{batches = "absent"}, "batches must be an array of JobIds, or a function"},
      {{batches = {}}, "batches: is empty"},
      {{batches = {"j", 5}}, "batches: batches[2] is a number where a text should be"},
      {{batches = {"j", "k", "j"}}, "batches: batches[3] is there twice"},
      {{batches = {"a\27[2J"}}, "batches: batches[1] holds characters that can't be shown"},
      {{batches = {a = "j"}}, "batches: must be an array of JobIds"},
      {{interval = 0}, "interval is 0; it must be seconds from 1 to 3600"},
      {{interval = "often"}, 'interval is "often"; it must be seconds from 1 to 3600, or a text such as "10s"'},
      {{max_age = "1 day"}, 'max_age is "1 day"; it must be seconds'},
      {{interval = 0 / 0}, "interval is "},
      {{interval = 10, max_age = 5}, "max_age is 5; it must be 10 at least"},
      {{fail_if = {failure_rat = 0.1}}, 'fail_if: there is no figure "failure_rat"; did you mean "failure_rate"?'},
      {{fail_if = {failure_rate = 2}}, "fail_if: failure_rate is 2; it must be a share from 0 to 1"},
      {{tasks = "failed"}, "tasks must be a path that begins with /"},
      {{tasks = "/a\nb"}, "tasks holds characters"},
      {{files = "/looks"}, "files must end with /"},
      {{files = "https://x/"}, "files must be a path that begins with /"},
      {{authorise = true}, "authorise must be a function, not a boolean"},
      {{names = "no"}, "names must be a boolean, not a string"},
      {{failures = 1.5}, "failures is 1.5; it must be a whole number from 0 to 10000"},
      {{failures = 10001}, "failures is 10001; it must be a whole number from 0 to 10000"},
      {{name = ""}, "name is empty"},
      {{batches = {"j", " "}}, "batches: batches[2] is blank"},
      {{redis = "10.0.0.5"}, 'redis must be a table that says where Redis is, such as {host = "10.0.0.5"}'},
      {{redis = {hots = "10.0.0.5"}}, 'redis: there is no option "hots"; did you mean "host"?'},
      {{redis = {ca_file = "x"}}, "redis: ca_file needs ssl = true"},
      {{redis = {ssl = true, cert_file = "/none"}}, "redis: cert_file can't be read: /none: No such file"},
      {{titel = "x"}, 'there is no option "titel"; did you mean "title"?'},
    }
    for _, case in ipairs(cases) do
      local all, problem = read(case[1])
      assert.is_nil(all)
      assert.truthy(problem:find(case[2], 1, true), problem)
    end
    assert.same({nil, "a table of options expected, not a nil"}, {options.read(nil)})
  end)

  it("takes a function for the batches, whose list may be empty", function()
    local f = function() end
    assert.equal(f, read({batches = f}).batches)
    assert.is_nil(options.batches_problem {})
  end)
end)
