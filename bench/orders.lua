-- Orders of two products each, as one customer: any two of those given.
local json = { ["Content-Type"] = "application/json" }
local address = '{"first_name":"А","last_name":"К","street":"Лесная, 5","city":"Казань","postal_code":"420000"}'
local goods, user = {}, nil

local threads = 0
function setup(thread) threads = threads + 1; thread:set("seed", threads) end

function init(args)
  json["Authorization"], user = "Bearer " .. args[1], args[2]
  for i = 3, #args do goods[#goods + 1] = args[i] end
  math.randomseed(os.time() + seed)
end

function request()
  local first = math.random(#goods)
  local second = (first + math.random(#goods - 1) - 1) % #goods + 1
  return wrk.format("POST", nil, json, '{"user_id":"' .. user .. '","shipping_address":' .. address .. ',"items":[{"product_id":"' .. goods[first]
    .. '","quantity":1},{"product_id":"' .. goods[second] .. '","quantity":1}]}')
end
