local http_writer = require "aliota.sandbox.http_writer"

describe("http_writer", function()
  it("writes the head of an answer", function()
    local response = {status = 429, headers = {["content-type"] = "text/plain"}}
    assert.equal("HTTP/1.1 429 Too Many Requests\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\n",
      http_writer.head(response, http_writer.length_of("hello"), false))
    assert.equal("HTTP/1.1 299 Unknown\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n",
      http_writer.head({status = 299, headers = {}}, "transfer-encoding: chunked", true))
  end)
end)
