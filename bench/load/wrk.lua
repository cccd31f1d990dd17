-- Draws a path (and a body) at random for each request; prints one line that wrk.mjs reads.
local function lines(name)
  local list = {}
  for line in (os.getenv(name) or ""):gmatch("[^\n]+") do list[#list + 1] = line end
  return list
end

local paths, bodies, threads = lines("WRK_PATHS"), lines("WRK_BODIES"), 0

function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

function init()
  math.randomseed(12345 + seed)
end

function request()
  local path = paths[math.random(#paths)]
  if #bodies == 0 then return wrk.format("GET", path) end
  return wrk.format("POST", path, { ["Content-Type"] = "application/json" }, bodies[math.random(#bodies)])
end

function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors))
end
