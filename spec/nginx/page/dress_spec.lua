local dress = require "aliota.nginx.page.dress"

describe("nginx.page.dress", function()
  it("stands within a page, or in files of it that are named by what is in them", function()
    local within, beside = dress.BATCHES.elements(nil), dress.BATCHES.elements "/looks/"
    assert.truthy(within:find "^<link rel=\"icon\" href=\"data:,\">\n<style>.-</style>\n<script>.-</script>\n$")
    local css, js = beside:match('^<link rel="icon" href="/looks/%x+%.svg">\n'
      .. '<link rel="stylesheet" href="(/looks/%x+%.css)">\n<script defer src="(/looks/%x+%.js)"></script>\n$')
    assert.equal(within:match "<style>(.-)</style>", dress.file(css).content)
    assert.equal(within:match "<script>(.-)</script>", dress.file(js).content)
    assert.same({"text/css; charset=utf-8", "text/javascript; charset=utf-8"},
      {dress.file(css).type, dress.file(js).type})
  end)

  it("has no script where the page is to stay as it is", function()
    assert.is_nil(dress.TASKS.elements(nil):find "<script" or dress.TASKS.elements("/looks/"):find "<script")
  end)

  it("has no other files", function()
    for _, uri in ipairs {"/looks/", "/looks/x.css", "", "/looks/../x", "content"} do assert.is_nil(dress.file(uri)) end
  end)

  it("leaves the place of its files no way out of an attribute", function()
    assert.is_nil(dress.BATCHES.elements('/"><b>/'):find("<b>", 1, true))
  end)
end)
