local argparse = require "argparse"
local command_line = require "aliota.shell.command_line"
local kinds = require "aliota.shell.argument_kinds"

describe("command_line", function()
  -- The values of these words, or the problem.
  local function parsed(words, usage)
    local parser = command_line.parser(argparse, "name", "What it does.", usage or {exits = "0 always"})
    parser:takes("--devices", kinds.NUMBER, "How many.", "7")
    parser:takes("file", kinds.TEXT, "Where."):args "?"
    parser:flag("--quiet", "Say nothing.")
    local problem
    parser.error = function(_, message) problem = message error "stop" end
    local ok, values = pcall(parser.parse, parser, words)
    return ok and values or problem or values, parser
  end

  it("knows arguments and options by their names", function()
    assert.equal(7, parsed({}).devices)
    assert.equal(3, parsed({"--devices", "3"}).devices)
    assert.equal("out", parsed({"out"}).file)
    assert.equal("--devices takes a number, not many", parsed {"--devices", "many"})
    assert.equal("file is empty", parsed {""})
  end)

  it("takes a negative number for the value of the option before it", function()
    assert.equal(-1, parsed({"--devices", "-1"}).devices)
    assert.equal(-0.5, parsed({"--devices", "-.5"}).devices)
    assert.same({devices = -2, file = "-", quiet = true}, parsed {"--devices", "-2", "-", "--quiet"})
    assert.truthy(parsed({"-1"}):find "^unknown option '%-1'")
    assert.equal("option '--quiet' does not take arguments", parsed {"--quiet", "-1"})
  end)

  it("has the options of an account where there is one, and tells of keys and exit status", function()
    local values, parser = parsed({"--region", "cn-shanghai", "--qps", "5"}, {exits = "0 always", account = true})
    assert.same({"cn-shanghai", 5}, {values.region, values.qps})
    assert.equal("instance-id", parser.flags.instance_id)
    local help = parser:get_help()
    for _, word in ipairs {
      "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_REGION_ID", "ALIOTA_ENDPOINT",
      "ALIOTA_CA_FILE", "Exit status: 0 always.",
    } do
      assert.truthy(help:find(word, 1, true), word)
    end
    local _, plain = parsed {}
    assert.is_nil(plain:get_help():find "ALIBABA")
    assert.truthy(plain:get_help():find("Exit status: 0 always.", 1, true))
  end)
end)
