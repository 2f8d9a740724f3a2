-- How many system calls a page takes, which is most of what one costs beside decoding it. A count is no timing: a page
-- that the server hands over in one piece takes as many on a busy machine, and one of a hundred is such a page. Not
-- with a sanitizer, which has to be preloaded first.
local page = require "bench.page"
local shell = require "spec.support.shell"
local stub = require "spec.support.stub"

local BUILD = os.getenv "ALIOTA_BUILD" or ""

-- Where libcurl watches its own sockets, it asks the kernel more often.
local MOST = BUILD:find "portable" and 20 or 11

if BUILD:find "sanitize" then return end

describe("a page over loopback", function()
  it("takes few system calls on a connection that is kept", function()
    local server = stub.start {["/"] = stub.answer(200, page)}
    local native = package.searchpath("native", package.cpath)
    local output, status = shell.run(("LD_PRELOAD='%s' '%s' bench/child/system_calls.lua %d"):format(native, arg[-1],
      server.port))
    server:stop()
    assert.equal(0, status, output)
    local fewest = tonumber(output:match "fewest (%d+)")
    assert.is_true(fewest >= 3, output) -- it is sent, waited for and received
    assert.is_true(fewest <= MOST, output)
  end)
end)
