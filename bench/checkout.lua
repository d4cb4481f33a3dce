-- One customer per thread makes one call after the other: two cart lines, a quote, the order, its payment, the
-- confirmation.
local first, second
local step, order, payment, total = 0, nil, nil, nil
local destination = '{"city":"Казань","postal_code":"420000"}'
local address =
  '{"first_name":"А","last_name":"К","street":"Лесная, 5","city":"Казань","postal_code":"420000"}'
local json = { ["Content-Type"] = "application/json" }

local buyers = 0
function setup(thread) buyers = buyers + 1; thread:set("buyer", buyers) end

-- Arguments: two products, then one token per thread.
function init(args)
  first, second = args[1], args[2]
  json["Authorization"] = "Bearer " .. args[2 + buyer]
end

local function post(path, body) return wrk.format("POST", path, json, body) end

function request()
  if step == 0 then return post("/api/cart/items", '{"product_id":"' .. first .. '","quantity":1}') end
  if step == 1 then return post("/api/cart/items", '{"product_id":"' .. second .. '","quantity":2}') end
  if step == 2 then
    return post("/api/shipping/calculate", '{"destination":' .. destination .. ',"packages":[{"weight":1.5}]}')
  end
  if step == 3 then return post("/api/orders", '{"shipping_address":' .. address .. '}') end
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
