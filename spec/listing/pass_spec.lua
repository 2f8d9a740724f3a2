local pass = require "aliota.listing.pass"

-- Rows that changed at these times.
local function rows(...)
  local list = {}
  for i, time in ipairs {...} do list[i] = {TaskId = "t" .. i, UtcModified = time} end
  return list
end

local function new(options)
  local backward = options.backward or false
  options.is_backward = options.is_backward or function() return backward end
  options.first, options.window = options.first or 1, options.window or 100000
  return pass.new(options)
end

local function take(this, number, total, tasks, size)
  this:take {CurrentPage = number, PageSize = size or 10, Total = total, tasks = tasks or {}}
end

-- The numbers of the pages that are asked for, when each shows `total`.
local function numbers_of(this, total, size)
  local numbers = {}
  while true do
    local number = this:next_number()
    if not number then return numbers end
    numbers[#numbers + 1] = number
    if #numbers > 1000 then error "goes on for ever" end
    take(this, number, total, nil, size)
  end
end

describe("listing.pass", function()
  it("reads the first page alone, as it tells how many there are", function()
    local this = new {}
    assert.equal(1, this:next_number())
    assert.is_nil(this:next_number())
    take(this, 1, 35)
    assert.same({2, 3, 4}, {this:next_number(), this:next_number(), this:next_number()})
    assert.is_nil(this:next_number())
  end)

  it("goes forward to the last page", function()
    for total, expected in pairs {[0] = {1}, [1] = {1}, [10] = {1}, [11] = {1, 2}, [30] = {1, 2, 3}} do
      assert.same(expected, numbers_of(new {}, total))
    end
  end)

  it("goes backward from the last page to the first, which it reads again", function()
    for total, expected in pairs {[0] = {1}, [10] = {1}, [11] = {1, 2, 1}, [30] = {1, 3, 2, 1}} do
      assert.same(expected, numbers_of(new {backward = true}, total))
    end
  end)

  it("asks for its direction once, when the first page is there", function()
    local asked = 0
    local this = new {is_backward = function()
      asked = asked + 1
      return true
    end}
    this:next_number()
    assert.equal(0, asked)
    take(this, 1, 30)
    numbers_of(this, 30)
    assert.equal(1, asked)
  end)

  it("begins where it is told to", function()
    assert.same({3, 4}, numbers_of(new {first = 3}, 40))
    assert.same({9}, numbers_of(new {first = 9}, 40))
  end)

  it("goes on from a page in either direction, without the way round", function()
    assert.same({3, 4}, numbers_of(new {first = 3, is_resumed = true}, 40))
    assert.same({3, 2, 1}, numbers_of(new {first = 3, is_resumed = true, backward = true}, 40))
    assert.same({1}, numbers_of(new {first = 1, is_resumed = true, backward = true}, 40))
  end)

  it("follows a Total that grows, and one that shrinks", function()
    local this = new {}
    this:next_number()
    take(this, 1, 15)
    assert.equal(2, this:next_number())
    assert.is_nil(this:next_number())
    take(this, 2, 25)
    assert.equal(3, this:next_number())
    take(this, 3, 5)
    assert.is_nil(this:next_number())
  end)

  it("never leaves the window", function()
    assert.same({1, 2, 3}, numbers_of(new {window = 30}, 1000))
    assert.same({1, 3, 2, 1}, numbers_of(new {window = 30, backward = true}, 1000))
    assert.same({1, 2, 3, 4}, numbers_of(new {window = 30}, 1000, 7))
  end)

  it("counts what it has read, and the page at the way round once", function()
    local this = new {}
    take(this, 1, 12, rows("a", "b"))
    assert.is_falsy(this.preview)
    take(this, 2, 12, rows "c")
    assert.same({2, 3, 12, false}, {this.pages, this.rows, this.most, this.moved})
    local back = new {backward = true}
    take(back, 1, 12, rows("a", "b"))
    assert.is_true(back.preview)
    take(back, 2, 12, rows "c")
    assert.is_falsy(back.preview)
    take(back, 1, 12, rows("a", "b"))
    assert.same({3, 3}, {back.pages, back.rows})
    local single = new {backward = true}
    take(single, 1, 2, rows("a", "b"))
    assert.same({false, 2}, {single.preview, single.rows})
  end)

  it("notes a Total that moves, and back", function()
    local this = new {}
    for number, total in ipairs {30, 31, 30} do take(this, number, total) end
    assert.same({true, 30, 31}, {this.moved, this.total, this.most})
  end)

  it("knows its share of everything", function()
    assert.equal(1, new({}):share())
    local this = new {}
    take(this, 1, 8, rows("a", "b"), 2)
    assert.equal(0.25, this:share())
    take(this, 2, 8, rows(), 2) -- what should be there and is not has been asked for
    assert.equal(0.5, this:share())
    for number = 3, 5 do take(this, number, 8, rows("a", "b"), 2) end
    assert.equal(1, this:share())
  end)

  describe("notes the latest change", function()
    it("on the page where changed rows come first", function()
      local this = new {}
      take(this, 1, 30, rows("c", "b", "a"))
      take(this, 2, 30, rows "z")
      assert.equal("c", this.newest)
      local back = new {backward = true}
      take(back, 1, 30, rows "z")
      take(back, 3, 30, rows("b", "c"))
      take(back, 2, 30, rows "y")
      assert.equal("c", back.newest)
    end)

    it("unless the row that should tell has no time", function()
      for _, odd in ipairs {false, 5} do
        local this = new {}
        take(this, 1, 30, {{UtcModified = "c"}, {UtcModified = odd or nil}})
        assert.is_nil(this.newest)
      end
    end)
  end)

  it("knows whether one answer showed everything", function()
    local function is_one_page(options, total, more)
      local this = new(options)
      take(this, options.first, total)
      if more then take(this, 2, total) end
      return this:is_one_page()
    end
    assert.is_true(is_one_page({}, 0))
    assert.is_true(is_one_page({}, 10))
    assert.is_true(is_one_page({backward = true}, 10))
    assert.is_false(is_one_page({}, 11))
    assert.is_false(is_one_page({}, 10, true))
    assert.is_false(is_one_page({first = 2}, 10))
    assert.is_false(is_one_page({is_resumed = true}, 10))
  end)
end)
