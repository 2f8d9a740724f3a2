local heap = require "spec.support.heap"
local reason = require "aliota.api.reason"

describe("reason", function()
  local function same(...)
    local first = reason.fold((...))
    for _, text in ipairs {...} do assert.equal(first, reason.fold(text)) end
    return first
  end

  describe("folds texts that differ in", function()
    it("case and blanks", function()
      assert.equal("report version is not conform", same("report version is not conform",
        "Report  Version\tis NOT conform ", "\nreport version is not conform"))
    end)

    it("numbers, versions and addresses", function()
      assert.equal("download failed at byte # of #", same("download failed at byte 5 of 10",
        "Download failed at byte 123456 of 99999999"))
      assert.equal("version # expected", same("version 1.0.4 expected", "version 10.22.1 expected"))
      assert.equal("reset by #", same("reset by 10.0.0.1:443", "reset by 192.168.17.200:8883"))
    end)

    it("ids", function()
      assert.equal("job # not found", same("job 7glPHmaDYLAYMD1HHutT020000 not found", "job q3j9OYBj not found"))
      assert.equal("trace #", same("trace 550e8400-e29b-41d4-a716-446655440000",
        "trace ffffffff-abcd-dead-beef-00000000000a"))
      assert.equal("at #", same("at 0x1f", "at 0xDEADBEEF", "at a3f9"))
      assert.equal("device sensor-# lost", same("device sensor-000037 lost", "device SENSOR-9 lost"))
    end)
  end)

  it("keeps texts apart that differ in words", function()
    assert.not_equal(reason.fold "md5 mismatch", reason.fold "sha256 mismatch")
    assert.equal("md# mismatch", reason.fold "md5 mismatch")
    assert.equal("升级失败 #", reason.fold "升级失败 42")
  end)

  it("reads the beginning of long texts, and does not break a character", function()
    local folded = reason.fold(("升"):rep(1000))
    assert.is_true(#folded <= 300)
    assert.equal(("升"):rep(#folded / 3), folded)
    assert.equal(reason.fold(("a"):rep(300) .. "b"), reason.fold(("a"):rep(300) .. "c"))
  end)

  it("remembers no more of long texts than it looks at", function()
    assert.is_true(heap.growth [[
      local reason = require "aliota.api.reason"
      return function()
        for letter = 97, 116 do
          local text = string.char(letter):rep(1e6)
          assert(text:sub(1, 300) == reason.fold(text))
          reason.of {TaskStatus = "FAILED", TaskDesc = text .. " timed out"}
        end
      end
    ]] < 1000)
  end)

  it("is quick on texts made to be slow", function()
    for _, text in ipairs {("a"):rep(1e6), ("a1"):rep(5e5), (" "):rep(1e6), ("1."):rep(5e5), ("version "):rep(1e5)} do
      assert.is_true(#reason.fold(text) <= 300)
    end
  end)

  describe("names the cause", function()
    for cause, tasks in pairs {
      ["canceled"] = {{TaskStatus = "CANCELED", TaskDesc = "device upgrade timeout"}, {TaskStatus = "CANCELED"}},
      ["update failed"] = {{Progress = -1}, {TaskDesc = "-1"}},
      ["download failed"] = {{Progress = -2, TaskDesc = "timeout"}, {TaskDesc = "code: -2"}, {TaskDesc = "Step=-2, x"}},
      ["verification failed"] = {{Progress = -3.0}, {TaskDesc = "error code -3"}},
      ["flashing failed"] = {{Progress = -4}},
      ["timed out"] = {
        {TaskDesc = "device upgrade timeout"}, {TaskDesc = "Timed out"}, {TaskDesc = "time-out after 3 s"},
      },
      ["version mismatch"] = {
        {TaskDesc = "report version is not conform"}, {TaskDesc = "Version 1.0 mismatch"},
        {TaskDesc = "mismatch of version"}, {TaskDesc = "version 3 does not match"},
      },
    } do
      it(cause, function()
        for _, task in ipairs(tasks) do assert.equal(cause, (reason.of(task))) end
      end)
    end

    it("of no other task", function()
      for _, task in ipairs {
        {}, {TaskDesc = ""}, {TaskDesc = "-5"}, {TaskDesc = "code -12"}, {TaskDesc = "out of memory"},
        {TaskStatus = "FAILED", Progress = 0}, {TaskDesc = "range 1-2"}, {Progress = -5},
      } do
        assert.is_nil((reason.of(task)))
      end
    end)
  end)

  it("tells codes apart that differ in one digit", function()
    assert.equal("flashing failed", (reason.of {TaskDesc = "code -4"}))
    assert.equal("update failed", (reason.of {TaskDesc = "code -1"}))
    assert.is_nil((reason.of {TaskDesc = "code -7"}))
  end)

  it("takes what is no text as it is printed", function()
    assert.same({nil, "#"}, {(reason.of {TaskDesc = 5}), select(2, reason.of {TaskDesc = 5})})
    assert.equal("", select(2, reason.of {}))
  end)
end)
