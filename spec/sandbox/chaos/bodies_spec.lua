local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function answer(kind, setting)
  return support.new({chaos = {[kind] = setting or {}}}):handle(signer.v3())
end

describe("chaos, bodies", function()
  it("say nothing in JSON", function()
    local page = answer("proxy_page")
    assert.same({502, "text/html"}, {page.status, page.headers["content-type"]})
    assert.truthy(page.body:find("^<html>"))
    assert.equal(200, answer("proxy_page", {status = 200}).status)
    assert.same({500, "text/plain"}, {answer("bare_error").status, answer("bare_error").headers["content-type"]})
  end)

  it("say nothing at all", function()
    assert.same({200, ""}, {answer("empty").status, answer("empty").body})
  end)

  it("are garbage, the same from the same seed", function()
    assert.equal(300, #answer("garbage").body)
    assert.equal(answer("garbage", {bytes = 50}).body, answer("garbage", {bytes = 50}).body)
  end)

  it("end in the middle", function()
    local half = answer("truncated_right_length").body
    assert.is_false(pcall(require("cjson").decode, half))
    assert.truthy(half:find("^{"))
  end)

  it("are compressed", function()
    local packed = answer("gzip")
    assert.equal("gzip", packed.headers["content-encoding"])
    assert.equal("\31\139", packed.body:sub(1, 2))
  end)
end)
