local feed_view = require "spec.support.feed_view"
local hostile = require "spec.support.hostile"
local html = require "spec.support.html"
local page = require "aliota.nginx.page"
local standing = require "aliota.nginx.standing"
local text = require "aliota.show.text"

local function document(...) return html.read(page.render(feed_view.of(...))) end

-- Everything that the page is made of.
local ELEMENTS = {}
for name in ([[html head meta noscript link title style script body header main section div h1 h2 h3
  p ul ol li dl dt dd span strong small bdi i time svg rect path figure figcaption label input select
  option]]):gmatch "%S+" do ELEMENTS[name] = true end

local function check_elements(element)
  for _, child in ipairs(element.children) do
    assert.truthy(ELEMENTS[child.name], child.name)
    for name, value in pairs(child.attributes) do
      assert.is_nil(name:find "^on", name)
      assert.truthy(name ~= "src" and name ~= "style", name)
      if name == "href" then assert.equal("data:,", value) end
    end
    check_elements(child)
  end
end

describe("nginx.page", function()
  it("shows a batch: how far it is, its states, its pace, why tasks failed", function()
    local shown = document({j = {snapshot = feed_view.snapshot()}}, {"j"})
    local bar = html.find(html.find(shown, "main")[1], ".batch")[1].children
    assert.same({"running", "Batch j"}, {bar[1].text, bar[2].text})
    local progress
    for _, child in ipairs(bar) do progress = progress or (child.attributes.role == "progressbar" and child) end
    assert.same({"50", "50.0 % through", "job-1"}, {progress.attributes["aria-valuenow"],
      progress.attributes["aria-valuetext"], progress.attributes["aria-labelledby"]})
    local width = 0
    for _, rect in ipairs(html.find(progress, "rect")) do width = width + tonumber(rect.attributes.width) end
    assert.truthy(math.abs(width - 100) < 0.01)
    assert.equal("SUCCEEDED 90 45.0 %", html.find(html.find(shown, ".states")[1], "li")[5].text)
    assert.same({"100 tasks an hour", "59 min 57 s", "2026-01-06 12:32 UTC and 2026-01-06 13:07 UTC"},
      html.texts(html.find(shown, "dd")))
    assert.same({"timed out: device upgrade timeout", "no space"}, html.texts(html.find(shown, ".reason")))
    local figure = html.find(shown, "figure")[1]
    assert.equal("through failed, since 2026-01-06 03:56 UTC", html.find(figure, "figcaption")[1].text)
    assert.equal(2, #html.find(figure, "path"))
    assert.same({"2 s"}, html.texts({html.find(document({j = {snapshot = feed_view.snapshot()}}, {"j"}, 2),
      "header")[1].children[2].children[1]}))
  end)

  it("says what is wrong with a batch, beside what is known of it", function()
    local snapshot, err = feed_view.snapshot(), feed_view.failure()
    local cases = {
      {{snapshot = snapshot, error = err}, 3, "These figures are of 2026-01-06 11:46 UTC; what came since could", true},
      {{error = err}, 3, "This batch could not be looked at so far.", false},
      {{snapshot = snapshot, error = err}, 100, "The last figures are of 2026-01-06 11:46 UTC, older than", false},
    }
    for _, case in ipairs(cases) do
      local shown = document({j = case[1]}, {"j"}, case[2])
      local notice = html.find(html.find(shown, "main")[1], ".warning")[1]
      assert.equal("alert", notice.attributes.role)
      assert.truthy(notice.text:find(case[3], 1, true), notice.text)
      assert.truthy(notice.text:find("throttled error Throttling.User; the log of the server tells more", 1, true))
      assert.equal(case[4], #html.find(shown, ".states") > 0)
    end
    assert.truthy(document({}, {"j"}).text:find("Nobody has looked at this batch yet.", 1, true))
    local empty = feed_view.snapshot {total = 0, points = {{at = feed_view.TIME, settled = 0}}}
    assert.truthy(document({j = {snapshot = empty}}, {"j"}).text:find("This batch has no tasks", 1, true))
  end)

  it("says what is wrong with the feed", function()
    local shown = document({}, {}, 3, nil, {kind = "feed", code = "DictFull", at = 0})
    local notice = html.find(html.find(shown, "header")[1], ".warning")[1]
    assert.truthy(notice.text:find("feed error DictFull; the log of the server tells more", 1, true))
    assert.truthy(document({}, {}).text:find("There are no batches.", 1, true))
  end)

  it("tells of few reasons and how many there are besides", function()
    local reasons = {}
    for i = 1, 8 do reasons[i] = {reason = "r" .. i, count = 10} end
    local failures = feed_view.failures(reasons, {failed = 500, read = 100, left_out = 20})
    local shown = document({j = {snapshot = feed_view.snapshot {failures = failures}}}, {"j"})
    assert.equal(5, #html.find(shown, ".reason"))
    assert.truthy(shown.text:find("50 more tasks for 4 other reasons.", 1, true))
    assert.truthy(shown.text:find("Of the first 100 of 500 tasks that had failed by 2026-01-06 11:46 UTC.", 1, true))
  end)

  describe("of many batches", function()
    local ids, records = {}, {}
    local still = {{at = feed_view.TIME - 1000, settled = 100}, {at = feed_view.TIME, settled = 100}}
    local bad = {CONFIRM = 0, QUEUED = 80, NOTIFIED = 0, IN_PROGRESS = 20, SUCCEEDED = 52, FAILED = 48, CANCELED = 0}
    local EVERY = { -- so many as make forty, in an order that is none
      {}, {points = still}, {by_status = bad}, {moment = 10}, {points = {{at = feed_view.TIME, settled = 200}}},
    }
    for i = 1, 40 do
      ids[i] = ("7glPHmaDYLAYMD1HHutT%06d"):format(i)
      records[ids[i]] = i ~= 7 and {snapshot = feed_view.snapshot(EVERY[i % 5 + 1]), names = {
        ProductName = "Thermostat " .. i, FirmwareName = "firmware-" .. i, DestVersion = "1.3." .. i,
      }} or nil
    end
    local LIMITS = {fail_if = {failure_rate = 0.2}, tasks = "/failed"}
    local function shown_of(count)
      local few = {}
      for i = 1, count do few[i] = ids[i] end
      return page.render(feed_view.of(records, few, 3, LIMITS))
    end

    it("sums up, and has the worst first, each in its colour", function()
      local shown = html.read(shown_of(40))
      assert.equal("7 of 40 failing, 8 unseen, 8 stalled, 1 starting, 8 running, 8 done",
        html.find(shown, ".sum")[1].text)
      local words, ranks = {}, {}
      for i, batch in ipairs(html.find(shown, ".batch")) do
        words[i] = html.find(batch, ".standing")[1].text
        assert.equal(words[i], batch.attributes["data-standing"])
        ranks[i] = standing.RANK[words[i]]
        assert.is_true(i == 1 or ranks[i] >= ranks[i - 1])
      end
      assert.same({"failing", "done"}, {words[1], words[40]})
      local alert = html.find(html.find(shown, ".batch")[1], ".warning")[1].text
      assert.equal("failure_rate is 48.0 %; at most 20.0 % was allowed.", alert)
    end)

    it("has no more than 60 kB, and every batch's counts", function()
      local text_shown = shown_of(40)
      assert.is_true(#text_shown <= 60000, #text_shown)
      assert.equal(40 - 8 - 1, select(2, text_shown:gsub('<svg class="course"', "")))
      local _, brief = text_shown:gsub("80 QUEUED · 20 IN_PROGRESS · ", "")
      assert.equal(40 - 5 - 8 - 1, brief) -- in full, too old, not seen yet
    end)

    it("has all in full while they are few", function()
      assert.is_nil(shown_of(10):find("80 QUEUED", 1, true))
    end)
  end)

  it("says what a batch is called, as far as that is known", function()
    local function heading(names)
      local section = html.find(document({j = {snapshot = feed_view.snapshot(), names = names}}, {"j"}), ".batch")[1]
      local below = html.find(section, ".what")[1]
      return {html.find(section, "h2")[1].text, below and below.text}
    end
    assert.same({"Batch j"}, heading(nil))
    assert.same({"pk j", "version 2"}, heading {ProductKey = "pk", DestVersion = "2"})
    assert.same({"Lamp fw", "version 2 · batch j"},
      heading {ProductKey = "pk", ProductName = "Lamp", FirmwareName = "fw", DestVersion = "2"})
    assert.same({"Lamp Night", "package fw · version 2 · batch j"},
      heading {ProductName = "Lamp", FirmwareName = "fw", DestVersion = "2", Name = "Night"})
  end)

  it("renews itself without a script, too", function()
    local shown = document({}, {"j"}, 3, {interval = 7})
    local refresh = html.find(html.find(shown, "noscript")[1], "meta")[1]
    assert.same({"refresh", "7"}, {refresh.attributes["http-equiv"], refresh.attributes.content})
    assert.equal("7", html.find(shown, "html")[1].attributes["data-interval"])
  end)

  it("keeps every text in its place", function()
    local ids, records, texts = {}, {}, {}
    for i, sent in ipairs(hostile.TEXTS) do
      texts[i] = text.printable(sent)
      ids[i] = i .. texts[i]
      records[ids[i]] = {
        snapshot = feed_view.snapshot {failures = feed_view.failures {{reason = texts[i], count = 8}}},
        error = feed_view.failure {kind = texts[i], code = texts[i]},
        names = {ProductName = texts[i], FirmwareName = texts[i], DestVersion = texts[i]},
      }
    end
    local all = table.concat(texts, " ")
    local shown = document(records, ids, 3, {title = all}, feed_view.failure {code = all})
    check_elements(shown)
    assert.equal(all, html.find(shown, "h1")[1].text)
    assert.equal(#texts, #html.find(shown, "h2"))
    for i, heading in ipairs(html.find(shown, "h2")) do
      assert.equal(text.line(texts[i], 300), html.find(heading, "bdi")[1].text)
    end
    for i, reason in ipairs(html.find(shown, ".reason")) do
      assert.equal(texts[i] ~= "" and texts[i] or "(no reason given)", reason.text)
    end
  end)
end)
