local there_is = require "aliota.util.there_is"

describe("there_is", function()
  it("says one or several as a sentence does", function()
    assert.equal("there is a", there_is {"a"})
    assert.equal("there are a and b", there_is {"a", "b"})
    assert.equal("there are a, b and c", there_is {"a", "b", "c"})
  end)
end)
