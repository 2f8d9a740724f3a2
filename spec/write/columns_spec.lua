local columns = require "aliota.write.columns"

describe("write.columns", function()
  it("are the documented fields of a task, and some of them for a person", function()
    local source = io.open("lua/aliota/api/task.lua"):read "*a"
    local documented = {}
    for name in source:gmatch "\n%-%-%-@field (%u%w+)" do documented[name] = true end
    documented.ModuleName = nil -- is sent, though not documented
    assert.same(documented, columns.IS_DOCUMENTED)
    assert.equal(15, #columns.DOCUMENTED)
    for _, name in ipairs(columns.FOR_EYES) do assert.is_true(columns.IS_DOCUMENTED[name]) end
  end)

  it("are names of fields, known or not", function()
    assert.is_nil(columns.OPTION.problem {"DeviceName", "ModuleName"})
    for _, wrong in ipairs {{}, "DeviceName", {5}, {"deviceName"}, {"Device Name"}, {"device_name"}, {""}} do
      assert.is_string(columns.OPTION.problem(wrong))
    end
    local typos = {Devicename = "DeviceName", TaskDec = "TaskDesc", JobID = "JobId", Utcmodified = "UtcModified"}
    for written, meant in pairs(typos) do
      assert.equal(("names %q, which is no field; did you mean %q?"):format(written, meant),
        columns.OPTION.problem {written})
    end
    assert.truthy(columns.OPTION.problem({"device_name"}):find('did you mean "DeviceName"?', 1, true))
  end)

  it("have values as text", function()
    for _, case in ipairs {
      {"x", "x"}, {"", ""}, {"100", 100.0}, {"33.5", 33.5}, {"-2", -2}, {"1440", 1440}, {"true", true}, {"[1]", {1}},
      {"", require("cjson").null},
    } do
      assert.equal(case[1], columns.text(case[2]))
    end
    assert.equal("", columns.text(nil))
    local id = require("aliota.core").json.decode "[1234567890123456789]"[1] -- an integer, or its digits
    assert.equal("1234567890123456789", columns.text(id))
  end)

  it("make a cell again when its value is another, nil included", function()
    local made = {}
    local row = columns.row({"A", "B"}, function(value, i)
      made[#made + 1] = i .. tostring(value)
      return tostring(value)
    end, columns.separated(2, "<", ","), ">")
    assert.same({"1nil", "2nil"}, made)
    for _, task in ipairs {{A = 1, B = "x"}, {A = 1, B = "x"}, {A = 2, B = "x"}, {B = "x"}, {}, {A = false}} do
      assert.same({"<", tostring(task.A), ",", tostring(task.B), ">"}, row(task))
    end
    assert.same({"1nil", "2nil", "11", "2x", "12", "1nil", "2nil", "1false"}, made)
  end)
end)
