-- What all pages of a feed have: the head and the end.
local pieces = {}

--- The beginning of a page.
---@param title string       HTML
---@param attributes string  of the root element, with a blank before each
---@param more string        elements of the head
---@return string
function pieces.head(title, attributes, more)
  return ([[
<!DOCTYPE html>
<html lang="en"%s>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>%s</title>
%s</head>
<body>
]]):format(attributes, title, more)
end

pieces.END = "</body>\n</html>\n"

return pieces
