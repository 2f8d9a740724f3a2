local dingtalk = require "aliota.webhook.dingtalk"
local shell = require "spec.support.shell"
local task = require "aliota.api.task"

local function answer(status, body) return {status = status, headers = {}, body = body} end

describe("webhook.dingtalk", function()
  it("signs the time as OpenSSL does", function()
    local url = dingtalk.url("https://h/robot/send?access_token=t", "SEC0", 1767628800.5)
    local signature = url:match "^https://h/robot/send%?access_token=t&timestamp=1767628800500&sign=(.*)$"
    local expected = shell.run("printf '1767628800500\\nSEC0' | openssl dgst -sha256 -hmac SEC0 -binary | base64")
    assert.equal(expected:gsub("\n", ""), (signature:gsub("%%(%x%x)", function(hex)
      return string.char(tonumber(hex, 16))
    end)))
    assert.is_nil(signature:find "[+/=]")
    assert.equal("https://h/", dingtalk.url("https://h/", nil, 0))
  end)

  it("says in a line for each task what has failed", function()
    local row = setmetatable({
      JobId = "j", DeviceName = "d1", TaskStatus = "FAILED", SrcVersion = "1", DestVersion = "2", Progress = 50,
      TaskDesc = ("x"):rep(5000) .. "\27[2J",
    }, task.metatable)
    local rows = {}
    for i = 1, dingtalk.most do rows[i] = row end
    local message = dingtalk.message(rows)
    assert.equal("text", message.msgtype)
    local _, lines = message.text.content:gsub("\n", "")
    assert.equal(dingtalk.most, lines)
    assert.matches("^Batch j, FAILED: 20\nd1 .*FAILED .* 1 > 2  xxx", message.text.content)
    assert.is_true(#message.text.content < 20000)
  end)

  it("believes the body, and tries again what passes", function()
    assert.is_nil(dingtalk.judge(answer(200, '{"errcode":0,"errmsg":"ok"}')))
    for body, retryable in pairs {
      ['{"errcode":310000,"errmsg":"keywords not in content"}'] = false, ["<html>"] = false, ["[]"] = false,
      ['{"errcode":130101,"errmsg":"send too fast"}'] = true, ['{"errcode":-1}'] = true,
    } do
      local err = dingtalk.judge(answer(200, body))
      assert.same({"http", 200, retryable}, {err.kind, err.status, err.retryable}, body)
      assert.truthy(tostring(err):find(body, 1, true))
    end
    assert.is_true(dingtalk.judge(answer(502, "")).retryable)
    assert.is_false(dingtalk.judge(answer(400, "")).retryable)
  end)
end)
