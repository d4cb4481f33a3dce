-- One customer per thread makes one call after the other: two cart lines, a quote, the order, its payment, the
-- confirmation. Each order goes to a place of its own, so that its quotes are not those of another order.
local first, second
local step, order, payment, total = 0, nil, nil, nil
local place
local json = { ["Content-Type"] = "application/json" }

local buyers = 0
function setup(thread) buyers = buyers + 1; thread:set("buyer", buyers) end

-- Arguments: two products, then one token per thread.
function init(args)
  first, second = args[1], args[2]
  json["Authorization"] = "Bearer " .. args[2 + buyer]
  math.randomseed(os.time() + buyer)
end

local function destination() return '"city":"Казань","postal_code":"' .. place .. '"' end

local function post(path, body) return wrk.format("POST", path, json, body) end

function request()
  if step == 0 then return post("/api/cart/items", '{"product_id":"' .. first .. '","quantity":1}') end
  if step == 1 then return post("/api/cart/items", '{"product_id":"' .. second .. '","quantity":2}') end
  if step == 2 then
    place = math.random(420000, 499999)
    return post("/api/shipping/calculate", '{"destination":{' .. destination() .. '},"items":[{"product_id":"'
      .. first .. '","quantity":1},{"product_id":"' .. second .. '","quantity":2}]}')
  end
  if step == 3 then
    return post("/api/orders", '{"shipping_address":{"first_name":"А","last_name":"К","street":"Лесная, 5",'
      .. destination() .. '}}')
  end
  if step == 4 then
    return post("/api/payments/create", '{"order_id":"' .. order .. '","amount":' .. total
      .. ',"currency":"RUB","payment_method":"bank_card","return_url":"https://shop.example/"}')
  end
  return post("/api/payments/confirm", '{"payment_id":"' .. payment .. '","confirmation_token":"ok"}')
end

function response(status, headers, body)
  if status >= 400 then
    io.stderr:write(step, " ", status, " ", body, "\n")
    step = 0
    return
  end
  if step == 3 then order, total = body:match('"id":"([^"]+)"'), body:match('"total":([%d.]+)') end
  if step == 4 then payment = body:match('"id":"([^"]+)"') end
  step = (step + 1) % 6
end
