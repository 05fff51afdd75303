-- Requests from a file of lines "secret path", each thread from a place of its own.
-- Arguments: the file, and "page", "report", "view" or "record".
local counter = 0

function setup(thread)
  thread:set("place", counter)
  counter = counter + 1
end

function init(args)
  kind = args[2]
  lines = {}
  for line in io.lines(args[1]) do
    local secret, path = line:match("^(%S+) (%S+)$")
    lines[#lines + 1] = { secret, path }
  end
  at = math.floor(place * #lines / 2)
  sent = 0
  run = os.time()
end

function request()
  at = at % #lines + 1
  sent = sent + 1
  local secret, path = lines[at][1], lines[at][2]
  if kind == "page" then
    return wrk.format("GET", path, { cookie = "firstmove=" .. secret, ["accept-encoding"] = "gzip, br" })
  elseif kind == "report" then
    return wrk.format("POST", path,
      { cookie = "firstmove=" .. secret, ["content-type"] = "application/x-www-form-urlencoded" },
      "tried=yes&outcome=succeeded&line=Done+by+10%3A40.+She+found+a+faster+order.&sent_key=" .. run .. "-" .. place .. "-" .. sent)
  elseif kind == "view" then
    return wrk.format("GET", path, { authorization = secret, ["accept-encoding"] = "gzip" })
  end
  return wrk.format("POST", "/api/collections/check_ins/records",
    { authorization = secret, ["content-type"] = "application/json" },
    '{"cohort":"c' .. at .. '","person":"l' .. at .. '","week":12,"attempted":true,"outcome":"succeeded",'
    .. '"line":"Done by 10:40. She found a faster order."}')
end

local strange = 0
function response(status)
  if status ~= 200 and status ~= 303 then strange = strange + 1; print("answered " .. status) end
end

function done(summary, latency)
  print(string.format("result %d %d %.3f %.3f %.3f", summary.requests,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.status,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.duration / 1e6))
end
