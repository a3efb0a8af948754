-- Asks recorded questions one after the other; `wrk -s ask.lua URL -- FILE cold` makes each one that nobody has asked.
-- A question is kept by its bytes: a number that nobody reads makes it a new one.
local paths, bodies, cold, at = {}, {}, false, 0
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  cold = arguments[2] == "cold"
  for line in io.lines(arguments[1]) do
    local path, body = line:match("^(%S+) (.*)$")
    paths[#paths + 1], bodies[#bodies + 1] = path, body
  end
  at = number * math.floor(#bodies / 2)
end

function request()
  at = at + 1
  local which = (at - 1) % #bodies + 1
  local body = bodies[which]
  if cold then body = body:sub(1, -2) .. ', "n": "' .. number .. "." .. at .. '"}' end
  return wrk.format("POST", paths[which], { ["Content-Type"] = "application/json", ["Accept-Encoding"] = "br" }, body)
end
