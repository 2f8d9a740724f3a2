-- The page of update batches in a browser, whichever Lua wrote it.
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
    assert.truthy(rendered:find("[data-live] #still { display: none; }", 1, true))
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
