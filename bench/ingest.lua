-- Sentry events of 200 kinds (the argument "many"), or of the one kind named, each from one of a hundred addresses.
dofile("bench/report.lua")
local key, only = "", nil
local number = 0
local frame = '{"filename":"Shop/Orders/OrderStore.cs","module":"Shop.Orders.OrderStore","function":"%s","lineno":%d,"in_app":true}'
local crumb = '{"timestamp":1795800000.1,"category":"http","message":"GET /api/orders/%d","data":{"status_code":200}}'

local threads = 0
function setup(thread) threads = threads + 1; thread:set("seed", threads) end

function init(args)
  key, only = args[1], args[2] ~= "many" and args[2] or nil
  math.randomseed(os.time() + seed)
end

local function id()
  return (("xxxxxxxxxxxx4xxxaxxxxxxxxxxxxxxx"):gsub("x", function() return ("%x"):format(math.random(0, 15)) end))
end

function request()
  number = number + 1
  local kind = only or math.random(200)
  local frames, crumbs = {}, {}
  for i = 1, 30 do frames[i] = frame:format("Step" .. i .. "Of" .. kind, i) end
  for i = 1, 20 do crumbs[i] = crumb:format(i) end
  local event = '{"platform":"csharp","level":"error","release":"shop@1.0","environment":"bench","timestamp":' .. os.time() ..
    ',"user":{"id":"' .. math.random(1000) .. '"},"request":{"url":"https://shop.example/api/orders/' .. number ..
    '?page=2","method":"POST","headers":{"User-Agent":"Mozilla/5.0 (X11; Linux x86_64)","Accept":"*/*"}},' ..
    '"tags":{"host":"api","region":"ru"},"contexts":{"os":{"name":"Linux"},"trace":{"trace_id":"' .. id() .. '"}},' ..
    '"breadcrumbs":[' .. table.concat(crumbs, ",") .. '],"exception":{"values":[{"type":"Bench.Kind' .. kind ..
    'Exception","value":"Order ' .. number .. ' of ivan@example.com failed after 30 s","stacktrace":{"frames":[' ..
    table.concat(frames, ",") .. ']}}]}}'
  return wrk.format("POST", "/api/1/envelope/?sentry_key=" .. key,
    { ["X-Forwarded-For"] = "10.1.1." .. number % 100 },
    '{"event_id":"' .. id() .. '"}\n{"type":"event"}\n' .. event .. '\n')
end
