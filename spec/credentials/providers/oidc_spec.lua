local oidc = require "aliota.credentials.providers.oidc"
local provider = require "spec.support.provider"
local with_environment = require "spec.support.environment"

describe("OIDC in the environment", function()
  local all
  before_each(function()
    all = {
      ALIBABA_CLOUD_ROLE_ARN = "r", ALIBABA_CLOUD_OIDC_PROVIDER_ARN = "p", ALIBABA_CLOUD_OIDC_TOKEN_FILE = os.tmpname(),
    }
    local file = io.open(all.ALIBABA_CLOUD_OIDC_TOKEN_FILE, "w")
    file:write "of a cluster"
    file:close()
  end)
  after_each(function() os.remove(all.ALIBABA_CLOUD_OIDC_TOKEN_FILE) end)

  -- What comes of these variables, where STS is down.
  local function read(variables)
    local last
    with_environment(variables, function()
      last = provider.run(oidc {}, function() return {status = 503, body = "{}", headers = {}} end)
    end)
    return last
  end

  it("is not set up by a role alone, which may be for others", function()
    for missing, variables in pairs {role_arn = {}, oidc_provider_arn = {ALIBABA_CLOUD_ROLE_ARN = "r"}} do
      local last = read(variables)
      assert.equal("silently", last.passes)
      assert.truthy(last.problem:find("^" .. missing .. " is missing"), last.problem)
    end
  end)

  it("may be set up when there is more than a role", function()
    for name in pairs(all) do
      local some = {}
      for other, value in pairs(all) do some[other] = other ~= name and value or nil end
      assert.equal("told", read(some).passes)
    end
  end)

  it("is set up when there is all", function()
    local last = read(all)
    assert.same({nil, true, "role r: AssumeRoleWithOIDC: refused: no message was given (HTTP 503, request id unknown)"},
      {last.passes, last.is_transient, last.problem})
    os.remove(all.ALIBABA_CLOUD_OIDC_TOKEN_FILE)
    last = read(all)
    assert.same({nil, nil, all.ALIBABA_CLOUD_OIDC_TOKEN_FILE .. ": No such file or directory"},
      {last.passes, last.is_transient, last.problem})
  end)
end)
