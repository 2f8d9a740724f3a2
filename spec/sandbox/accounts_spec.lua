local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local accounts = require "aliota.sandbox.accounts"

-- A request of another user, whose secret is its id with an "S".
local function by(id, token)
  return signer.v1(nil, {AccessKeyId = id, SecurityToken = token}, "GET", id .. "S")
end

local function user(id, changes)
  local made = {access_key_id = id, access_key_secret = id .. "S"}
  for name, value in pairs(changes or {}) do made[name] = value end
  return made
end

describe("accounts", function()
  it("let their users call beside the sandbox's own key pair", function()
    local box = support.new({users = {user("u1"), user("u2")}})
    for _, request in ipairs {signer.v3(), by("u1"), by("u2")} do
      assert.is_true(support.ask(box, request).Success)
    end
    assert.equal("InvalidAccessKeyId.NotFound", support.ask(box, by("u3")).Code)
  end)

  it("share one quota among their users, and none with another account", function()
    local box = support.new({users = {user("u1"), user("u2", {account = "other"})}, qps = 2,
      monotime = function() return 5 end})
    assert.is_true(support.ask(box, signer.v3()).Success)
    assert.is_true(support.ask(box, by("u1")).Success)
    assert.equal("Throttling.User", support.ask(box, signer.v3()).Code)
    assert.equal("Throttling.User", support.ask(box, by("u1")).Code)
    assert.is_true(support.ask(box, by("u2")).Success)
  end)

  it("know when temporary keys expire, in virtual time", function()
    local box = support.new({users = {user("u1", {security_token = "t", expires_in = 3600})}})
    assert.is_true(support.ask(box, by("u1", "t")).Success)
    box.world:advance(3599)
    assert.is_true(support.ask(box, by("u1", "t")).Success)
    box.world:advance(1)
    local members, status = support.ask(box, by("u1", "t"))
    assert.same({"InvalidSecurityToken.Expired", 400}, {members.Code, status})
  end)

  it("want the token of temporary keys", function()
    local box = support.new({users = {user("u1", {security_token = "t"})}})
    assert.equal("MissingSecurityToken", support.ask(box, by("u1")).Code)
    assert.equal("InvalidSecurityToken.MismatchWithAccessKey", support.ask(box, by("u1", "x")).Code)
  end)

  it("find mistakes in users", function()
    assert.is_nil(accounts.problem({user("u1", {security_token = "t", expires_in = 1, account = "a"})}))
    local mistakes = {
      {5, "a list of users expected"},
      {{5}, "a user must be a table"},
      {{{}}, "a user must have access_key_id and access_key_secret"},
      {{user("u1", {secret = "x"})}, 'there is no field of a user "secret"; there are '
        .. "access_key_id, access_key_secret, account, expires_in and security_token"},
      {{user("u1", {account = ""})}, "account is empty"},
      {{user("u1", {expires_in = 5})}, "keys without security_token don't expire"},
    }
    for _, mistake in ipairs(mistakes) do assert.equal(mistake[2], accounts.problem(mistake[1])) end
  end)
end)
