-- Asks what ShoppingUser of Shop.Load asks, about as often, but never checks out. Arguments: a category, the tokens of
-- the shoppers, a comma, products.
local category, tokens, goods = nil, {}, {}
local json = { ["Content-Type"] = "application/json", ["Cache-Control"] = "no-cache" }
local seeds = 0
function setup(thread) seeds = seeds + 1; thread:set("seed", seeds) end

function init(args)
  category = args[1]
  local into = tokens
  for i = 2, #args do
    if args[i] == "," then into = goods else into[#into + 1] = args[i] end
  end
  math.randomseed(os.time() + (seed or 0))
end

local function any(of) return of[math.random(#of)] end
local function ask(method, path, body)
  json["Authorization"] = "Bearer " .. any(tokens)
  return wrk.format(method, path, json, body)
end

function request()
  local n = math.random(45)
  if n <= 12 then return ask("GET", "/api/products?limit=20&category=" .. category) end
  if n <= 15 then return ask("GET", "/api/products?search=lamp") end
  if n <= 32 then return ask("GET", "/api/products/" .. any(goods)) end
  if n <= 34 then
    return ask("POST", "/api/cart/items", '{"product_id":"' .. any(goods) .. '","quantity":1}')
  end
  if n <= 42 then return ask("GET", "/api/cart") end
  if n <= 44 then return ask("GET", "/api/users/profile") end
  return ask("GET", "/api/orders")
end
