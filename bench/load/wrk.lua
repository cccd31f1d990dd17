-- Draws a path (and a body) at random for each request; prints one line that wrk.mjs reads.
local function lines(name)
  local list = {}
  local file = os.getenv(name)
  if file then
    for line in io.lines(file) do list[#list + 1] = line end
  end
  return list
end

local requests, count, threads = {}, 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

-- Written once: formatting each request would cost more than the server's answer to it.
function init()
  math.randomseed(tonumber(os.getenv("WRK_SEED")) + seed)
  local paths, bodies = lines("WRK_PATHS"), lines("WRK_BODIES")
  for i, path in ipairs(paths) do
    if #bodies == 0 then
      requests[i] = wrk.format("GET", path)
    else
      for _, body in ipairs(bodies) do
        requests[#requests + 1] = wrk.format("POST", path, { ["Content-Type"] = "application/json" }, body)
      end
    end
  end
  count = #requests
end

function request()
  return requests[math.random(count)]
end

function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors))
end
