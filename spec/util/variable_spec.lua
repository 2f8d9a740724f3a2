local variable = require "aliota.util.variable"
local with_environment = require "spec.support.environment"

describe("variable", function()
  it("is the first that is set to something", function()
    with_environment({A = "", B = "b", C = "c"}, function()
      assert.same({"b", "B"}, {variable.get("NONE", "A", "B", "C")})
      assert.is_nil(variable.get("NONE", "A"))
    end)
  end)

  it("is a switch that true alone turns, in any case", function()
    local function is_on(name, value)
      local on
      with_environment({[name] = value}, function() on = variable.is_on(name) end)
      return on
    end
    for _, value in ipairs {"true", "True", "TRUE"} do assert.is_true(is_on("ALIBABA_CLOUD_IMDSV1_DISABLED", value)) end
    for _, value in ipairs {"", "1", "yes", "on", " true", "false"} do
      assert.is_false(is_on("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", value))
    end
    assert.is_true(is_on("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "1"))
    assert.is_false(is_on("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "yes"))
  end)
end)
