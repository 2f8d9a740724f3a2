local cjson = require "cjson"
local data = require "spec.support.data"
local dressed = require "spec.support.dressed"
local known_fields = require("aliota.api.task").types

local function task(fields) return dressed {fields}[1] end

describe("task", function()
  it("has Progress and Timeout as numbers", function()
    local one = task {Progress = "0.00", Timeout = "1440"}
    assert.same({0, 1440}, {one.Progress, one.Timeout})
    if math.type then assert.equal("integer", math.type(one.Timeout)) end
    assert.equal(33.5, task({Progress = "33.50"}).Progress)
    assert.equal(50, task({Progress = "50"}).Progress)
    assert.equal(-2, task({Progress = "-2"}).Progress)
    assert.equal(7, task({Progress = 7}).Progress)
    assert.equal("1440", ("%s"):format(task({Timeout = 1440.0}).Timeout))
  end)

  it("has no number where none was sent", function()
    for _, text in ipairs {"", "nan", "inf", "0x10", "1e3", "soon", " 5", "1.5.5", ("1"):rep(100)} do
      local one = task {Progress = text, Timeout = text}
      assert.is_nil(one.Progress)
      assert.is_nil(one.Timeout)
    end
    assert.is_nil(task({Timeout = "1.5"}).Timeout)
    assert.is_nil(task({Timeout = 1.5}).Timeout)
    assert.is_nil(task({Progress = {}}).Progress)
    assert.is_nil(task({}).Timeout)
  end)

  it("keeps every other member as it was sent", function()
    assert.same({TaskId = "5", ModuleName = "m", Fresh = {1}}, task {TaskId = "5", ModuleName = "m", Fresh = {1}})
  end)

  it("prints as one line, whatever the device says", function()
    assert.equal("testDevice1              FAILED        0 %  1.0.0 > 1.0.1  report version is not conform",
      tostring(task {
      DeviceName = "testDevice1", TaskStatus = "FAILED", Progress = "0.00", SrcVersion = "1.0.0", DestVersion = "1.0.1",
      TaskDesc = "report version is not conform",
    }))
    assert.equal("?                        ?              -2  ? > ?", tostring(task {Progress = "-2.00"}))
    assert.equal("?                        ?             ? %  ? > ?", tostring(task {}))
    assert.is_nil(tostring(task {DeviceName = "\27[2J\n", TaskDesc = "\0\127"}):find "%c")
  end)

  it("encodes with cjson", function()
    assert.same({TaskId = "1", Progress = 5}, cjson.decode(cjson.encode(task {TaskId = "1", Progress = "5.00"})))
  end)

  it("has in its list of fields those of the vendor's sample", function()
    local sample = cjson.decode(data.read "list_ota_task_by_job.json").Data.SimpleOTATaskInfo[1]
    for name in pairs(sample) do assert.truthy(known_fields[name], name) end
    local missing = {}
    for name in pairs(known_fields) do
      if sample[name] == nil then missing[#missing + 1] = name end
    end
    assert.same({"ModuleName"}, missing)
  end)
end)
