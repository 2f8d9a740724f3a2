-- The page of update batches in a browser, whichever Lua wrote it.
local cjson = require "cjson"
local chromium = require "spec.support.chromium"
local feed_view = require "spec.support.feed_view"
local page = require "aliota.nginx.page"

local it = chromium.is_there and it or pending -- luacheck: ignore 431

describe("nginx.page in a browser", function()
  local rendered
  setup(function()
    local counts = {CONFIRM = 1234, QUEUED = 80000, NOTIFIED = 12345, IN_PROGRESS = 1234567, SUCCEEDED = 98765,
      FAILED = 12345, CANCELED = 2345}
    local snapshot = feed_view.snapshot {by_status = counts, total = 1441601}
    rendered = page.render(feed_view.of({j = {snapshot = snapshot}}, {"j"}))
  end)

  local function dom(replaced, by)
    local at = rendered:find(replaced, 1, true)
    return (chromium.dom(rendered:sub(1, at - 1) .. by .. rendered:sub(at)))
  end

  it("says that it stands still where a policy from in front keeps its script from running", function()
    local forbidden = [[<meta http-equiv="Content-Security-Policy" content="script-src 'none'">]]
    assert.is_nil(dom("<title>", forbidden):find "<html[^>]* data%-live")
    assert.truthy(dom("<title>", ""):find "<html[^>]* data%-live")
    assert.truthy(rendered:find("[data-live] #still{display:none;}", 1, true))
  end)

  -- A page of these batches.
  local function page_of(names)
    local ids, records = {}, {}
    for i, name in ipairs(names) do
      ids[i] = "j" .. i
      local settled = 200 - 10 * i
      records[ids[i]] = {names = {FirmwareName = name}, snapshot = feed_view.snapshot {
        points = {{at = feed_view.TIME - 1800, settled = 50}, {at = feed_view.TIME, settled = settled}},
        by_status = {CONFIRM = 0, QUEUED = 200 - settled, NOTIFIED = 0, IN_PROGRESS = 0, SUCCEEDED = settled - 10 + i,
          FAILED = 10 - i, CANCELED = 0},
      }}
    end
    return page.render(feed_view.of(records, ids, 3, {tasks = "/failed"}))
  end

  -- What it comes to once a script of the spec has done something to it; times are of Shanghai.
  local function done(names, code)
    local script = ([[<script>addEventListener("load", () => {
      const shown = () => [...document.querySelectorAll(".batch")].filter((batch) => !batch.hidden)
        .map((batch) => batch.querySelector("h2 > bdi").textContent).join(" ");
      const choose = (id, value) => {
        const input = document.getElementById(id);
        input.value = value;
        input.dispatchEvent(new Event("input", {bubbles: true}));
        return shown();
      };
      (async () => { %s })().then((said) => document.title = `said: ${said}`);
    });</script></body>]]):format(code)
    local html, console = chromium.dom((page_of(names):gsub("</body>", function() return script end)), "Asia/Shanghai")
    assert.same({}, console)
    return html:match "<title>said: (.-)</title>"
  end

  it("searches and sorts", function()
    local said = done({"pear", "apple", "<b>", "fig"}, [[return [
      shown(), choose("order", "name"), choose("order", "through"), choose("order", "failed"), choose("order", "worst"),
      choose("search", "P"), choose("search", "<B"), choose("search", "j4"), choose("search", "nonesuch"),
      document.getElementById("none").hidden, choose("search", ""), document.getElementById("none").hidden,
    ].join("|")]])
    local fruit = "pear apple &lt;b&gt; fig"
    assert.equal(table.concat({fruit, "&lt;b&gt; apple fig pear", "fig &lt;b&gt; apple pear", fruit, fruit,
      "pear apple", "&lt;b&gt;", "fig", "", "false", fruit, "true"}, "|"), said)
  end)

  it("goes on where the reader is when batches come and go", function()
    local function renewed(before, after, code)
      return done(before, ([[
        const renew = async (text) => {
          window.fetch = async () => ({text: async () => text});
          document.dispatchEvent(new Event("visibilitychange"));
          for (let i = 0; i < 20; i++) await null;
        };
        const focused = () => document.activeElement.getAttribute("href") ?? document.activeElement.id;
        const tools = () => document.getElementById("tools").hidden ? "no tools" : "tools";
        const after = %s;
        %s]]):format(cjson.encode(page_of(after)), code))
    end
    assert.equal("pear apple|tools|apple kiwi pear|search|no tools|pear", renewed({"pear", "apple"},
      {"kiwi", "pear", "apple", "fig"}, [[
        const said = [shown(), tools()];
        choose("order", "name"), choose("search", "P"), document.getElementById("search").focus();
        await renew(after.replaceAll("kiwi", "kiwi p"));
        said.push(shown().replace("kiwi p", "kiwi"), document.activeElement.id);
        choose("search", "");
        await renew(after.replace(/<section class="batch" id="batch-[134]"[^]*?<\/section>/g, ""));
        said.push(tools(), shown());
        return said.join("|");]]))
    assert.truthy(renewed({"pear"}, {"fig"}, [[
      const link = document.querySelector(".batch a");
      link.focus();
      await renew(after);
      return [focused() === link.getAttribute("href"), link.isConnected, shown()].join("|");]]) == "true|false|fig")
  end)

  it("tells times in the reader's zone, too", function()
    local said = done({"pear"}, [[return document.querySelector("#head time").textContent]])
    assert.truthy(said:find "^2026%-01%-06 11:46 UTC %(.*[17]9?:46.* here%)$", said) -- 7:46 PM or 19:46
  end)

  it("has room for the counts of a large batch, however wide it is", function()
    local shown = dom("</body>", [[<script>
      const crowded = [];
      for (const width of [320, 480, 640, 800, 1000, 1180]) {
        document.body.style.width = width + "px";
        for (const row of document.querySelectorAll(".states li")) {
          const last = row.lastElementChild.getBoundingClientRect(), name = row.children[1];
          const spills = last.right > row.getBoundingClientRect().right + 1;
          if (spills || name.scrollWidth > name.clientWidth + 1) crowded.push(width + " " + row.textContent);
        }
      }
      document.title = "crowded: " + crowded.join(", ");
    </script>]])
    assert.equal("crowded: ", shown:match "<title>(.-)</title>")
  end)
end)
