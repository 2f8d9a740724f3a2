-- How a batch came along, as far as the feed saw it: the share of its tasks that is through, and in front of that the
-- share that failed. A small picture without words, which stand beside it.
local WIDTH, HEIGHT = 100, 40

-- Moments from first to last, as evenly as their count allows.
local function some(moments, most)
  if #moments <= most then return moments end
  local chosen = {}
  for i = 1, most do chosen[i] = moments[1 + math.floor((i - 1) * (#moments - 1) / (most - 1) + 0.5)] end
  return chosen
end

local function rounded(number) return math.floor(number + 0.5) end

-- Where one figure is at each moment, without those between two that are as high.
local function points_of(moments, name, total)
  local from, span, points = moments[1].at, moments[#moments].at - moments[1].at, {}
  for _, moment in ipairs(moments) do
    local x = rounded((moment.at - from) / span * WIDTH)
    local y = rounded(HEIGHT - math.min(1, moment[name] / total) * HEIGHT)
    local last, before = points[#points], points[#points - 1]
    if before and before.y == y and last.y == y then points[#points] = nil end
    points[#points + 1] = {x = x, y = y}
  end
  return points
end

-- The area below one figure: steps from one point to the next, which are shorter than their places.
local function area(points)
  local pieces = {("M0 %dV%dl"):format(HEIGHT, points[1].y)}
  for i = 2, #points do
    local rise = points[i].y - points[i - 1].y
    pieces[i] = ("%s%d%s%d"):format(i > 2 and " " or "", points[i].x - points[i - 1].x, rise < 0 and "" or " ", rise)
  end
  return ('<path d="%sV%dz"/>'):format(table.concat(pieces), HEIGHT)
end

--- The picture.
---@param moments aliota.nginx.Moment[]|nil
---@param total integer  tasks of the batch
---@param most integer   moments that are drawn, two at least
---@return string svg  empty where there are not two moments
return function(moments, total, most)
  if not moments or #moments < 2 then return "" end
  local drawn = some(moments, most)
  local areas = area(points_of(drawn, "settled", total))
  if drawn[#drawn].failed > 0 then areas = areas .. area(points_of(drawn, "failed", total)) end
  return ('<svg class="course" viewBox="0 0 %d %d" preserveAspectRatio="none" aria-hidden="true">%s</svg>'):format(
    WIDTH, HEIGHT, areas)
end
