local Account = require "aliota.client.account"
local loop = require "aliota.loop"
local options = require "aliota.client.options"

local NOW, HOUR = 784111777, 3600 -- Sun, 06 Nov 1994 08:49:37 GMT
local MOMENT = 5000 -- on the clock of loop.now

local function date_of(time) return os.date("!%a, %d %b %Y %H:%M:%S GMT", time) end

describe("service_clock", function()
  local machine, account
  local now = loop.now
  before_each(function()
    loop.now = function() return MOMENT end -- it stands still, so that a busy machine has no part in it
    machine = NOW
    account = Account.new(assert(options {region = "r", clock = function() return machine end}))
  end)

  after_each(function() loop.now = now end)

  -- An answer with such a Date, whose request went out so many seconds ago, and that was read so many ago.
  local function answered(date, asked, read)
    account:note_answer(date, loop.now() - (asked or 0), loop.now() - (read or 0))
  end

  local function is_near(expected)
    local time = account:service_time()
    assert.truthy(math.abs(time - expected) < 0.001, ("%.3f"):format(time - expected))
  end

  it("is this machine's until the service has answered", function()
    assert.equal(NOW, account:service_time())
    account.clock_offset = HOUR
    assert.equal(NOW + HOUR, account:service_time())
  end)

  it("keeps what is right, whole seconds and all", function()
    for _, second in ipairs {NOW, NOW - 1, NOW + 1} do
      account.reckoned = nil
      answered(date_of(second))
      is_near(NOW)
    end
  end)

  it("is what the service says where the machine's clock is wrong, while calls are signed as before", function()
    for _, wrong in ipairs {3 * HOUR, -3 * HOUR, 30, -30, 3} do
      account.reckoned, machine = nil, NOW - wrong
      answered(date_of(NOW))
      is_near(NOW)
      assert.equal(machine, account:time())
    end
  end)

  it("goes on from where the answer was read, whoever sets the machine's clock meanwhile", function()
    machine = NOW - 3 * HOUR
    answered(date_of(NOW), 100, 100)
    is_near(NOW + 100)
    machine = NOW + 7 * HOUR
    is_near(NOW + 100)
  end)

  it("follows every answer, there and back", function()
    for _, time in ipairs {NOW, NOW + HOUR, NOW + HOUR, NOW + HOUR + 60, NOW - HOUR, NOW} do
      answered(date_of(time))
      is_near(time)
    end
  end)

  it("stands still with the service's, as far as answers tell", function()
    for read = 300, 0, -100 do
      answered(date_of(NOW + HOUR), read, read)
      is_near(NOW + HOUR + read)
    end
  end)

  it("learns no more than there is to learn from an answer that was not read for long", function()
    answered(date_of(NOW - 590), 600)
    is_near(NOW)
    account.reckoned, machine = nil, NOW - HOUR
    answered(date_of(NOW - 590), 600)
    is_near(NOW - 590) -- at least
    account.reckoned, machine = nil, NOW + HOUR
    answered(date_of(NOW - 590), 600)
    is_near(NOW + 10) -- at most
    answered(date_of(NOW))
    is_near(NOW)
  end)

  it("goes on where an answer has no date, or none that can be read", function()
    answered(date_of(NOW + HOUR))
    is_near(NOW + HOUR)
    answered(nil)
    is_near(NOW + HOUR)
    answered "yesterday"
    is_near(NOW + HOUR)
  end)
end)
