local external = require "aliota.credentials.providers.external"
local provider = require "spec.support.provider"
local with_environment = require "spec.support.environment"

-- What comes of a program that prints this.
local function printed(text, status)
  local command = ([[sh -c 'printf %%s "$1"; exit %d' sh '%s']]):format(status or 0, text)
  return provider.run(external {process_command = command})
end

local function problem_of(command, account)
  return provider.run(external {process_command = command}, nil, account).problem
end

describe("keys of a program", function()
  it("are what it prints, with or without a token and an end", function()
    local last = printed '{"mode":"AK","access_key_id":"id","access_key_secret":"s","sts_token":""}'
    assert.same({access_key_id = "id", access_key_secret = "s"}, last.keys)
    assert.equal(provider.NOW + 60, last.expires_at)
    last = printed('{"mode":"StsToken","access_key_id":"id","access_key_secret":"s","sts_token":"t",'
      .. '"expiration":"2026-01-02T04:04:05Z"}\n')
    assert.same({"t", provider.NOW + 3600}, {last.keys.security_token, last.expires_at})
    last = printed '{"access_key_id":"id","access_key_secret":"s","expiration":"2026-01-02T05:04:05+01:00"}'
    assert.equal(provider.NOW + 3600, last.expires_at)
  end)

  it("are refused with a reason that shows none", function()
    local cases = {
      {'{"mode":"StsToken","access_key_id":"id","access_key_secret":"hush"}', 0, "sts_token is missing"},
      {'{"access_key_id":"id"}', 0, "access_key_secret is missing"},
      {"hush", 0, "what it printed is not JSON"}, {"", 0, "what it printed is not JSON"},
      {"null", 0, "what it printed is not JSON"}, {"hush", 3, "it ended with status 3"},
    }
    for _, case in ipairs(cases) do
      local problem = printed(case[1], case[2]).problem
      assert.truthy(problem and problem:find("process_command sh: " .. case[3], 1, true), problem)
      assert.is_nil(problem:find "hush")
    end
    assert.equal("process_command /no/such/tool: there is no such program", problem_of "/no/such/tool x")
    assert.equal("process_command: a quote is not closed", problem_of "tool 'x")
    assert.equal("process_command is missing", provider.run(external {}).problem)
  end)

  it("come without a shell's help", function()
    local last = provider.run(external {
      process_command = [[printf '{"access_key_id":"%s","access_key_secret":"s"}' $HOME;id]],
    })
    assert.equal("$HOME;id", last.keys.access_key_id)
  end)

  it("may take a minute", function()
    local popen, command = io.popen, nil
    io.popen = function(line) -- luacheck: ignore 122
      command = line
      return popen "printf '\n124'"
    end
    local ok, problem = pcall(problem_of, "tool 'it''s' \"a'b\"")
    io.popen = popen -- luacheck: ignore 122
    assert.is_true(ok, problem)
    assert.equal("process_command tool: it did not end within 60 seconds", problem)
    assert.truthy(command:find([[timeout -k 1 60 'tool' 'its' 'a'\''b';]], 1, true), command)
  end)

  it("are not asked for where that is switched off", function()
    for _, value in ipairs {"1", "true"} do
      with_environment({ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS = value}, function()
        assert.equal("switched off by ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", problem_of "touch /never")
      end)
    end
  end)

  it("are not asked for in a worker of nginx, which would stop", function()
    local account, phase = provider.account(), "content"
    rawset(_G, "ngx", {get_phase = function() return phase end})
    local refused = problem_of("sh -c 'echo hush'", account)
    phase = "init"
    local run = problem_of("sh -c 'echo hush'", account)
    rawset(_G, "ngx", nil)
    assert.truthy(refused:find("use a credentials URI", 1, true))
    assert.truthy(run:find("not JSON", 1, true))
  end)
end)
