-- Each order is for two random products of those given, all by one customer.
dofile("bench/report.lua")
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
  local function line(product) return '{"product_id":"' .. product .. '","quantity":1}' end
  local items = "[" .. line(goods[first]) .. "," .. line(goods[second]) .. "]"
  return wrk.format("POST", nil, json,
    '{"user_id":"' .. user .. '","shipping_address":' .. address .. ',"items":' .. items .. '}')
end
