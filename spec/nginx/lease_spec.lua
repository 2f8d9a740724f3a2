local lease = require "aliota.nginx.lease"
local loop = require "aliota.loop"
local new_dict = require "spec.support.shared_dict"

describe("nginx.lease", function()
  local dict, one, other
  local now = loop.now
  before_each(function()
    dict = new_dict()
    function loop.now() return dict.now + 1000 end -- nobody has set the other one yet
    one, other = lease.new(dict, "key", 10, "one"), lease.new(dict, "key", 10, "other")
  end)

  after_each(function() loop.now = now end)

  it("has one holder", function()
    assert.is_true(one:hold())
    assert.same({false, "exists"}, {other:hold()})
    assert.is_true(one:hold())
  end)

  it("lasts as long as it is renewed, and goes to another one when it is not", function()
    one:hold()
    for _ = 1, 5 do
      dict.now = dict.now + 9
      assert.is_true(one:hold())
    end
    dict.now = dict.now + 9
    assert.is_false((other:hold()))
    dict.now = dict.now + 1
    assert.is_true(other:hold())
    assert.is_false((one:hold()))
  end)

  it("is free at once when it is given up, by its holder alone", function()
    one:hold()
    other:release()
    assert.is_false((other:hold()))
    one:release()
    assert.is_true(other:hold())
  end)

  it("does not stay with a worker that died before the clock was set back", function()
    one:hold()
    local before = dict.now
    dict.now = before - 86400
    function loop.now() return before + 1000 + 9 end
    assert.is_false((other:hold()))
    function loop.now() return before + 1000 + 10 end
    assert.is_true(other:hold())
    assert.is_false((one:hold()))
    assert.is_true(other:hold())
  end)

  it("goes to one worker only where two find that it has ended", function()
    one:hold()
    local add, third = dict.safe_add, lease.new(dict, "key", 10, "third")
    local before = dict.now
    dict.now = before - 86400
    function loop.now() return before + 1000 + 10 end
    -- Between the look of one and what it does about it comes all that another one does.
    function dict:safe_add(...)
      self.safe_add = add
      assert.is_true(third:hold())
      return self:safe_add(...)
    end
    assert.is_false((other:hold()))
    assert.is_true(third:hold())
  end)

  it("says when there is no room for it", function()
    local full = lease.new(new_dict(0), "key", 10, "one")
    assert.same({nil, "no memory"}, {full:hold()})
  end)
end)
