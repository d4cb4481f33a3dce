-- Mixed searches, each request another one: nouns that 1.4 % of a million products have, two words, three, a typo, a
-- code.
dofile("bench/report.lua")
local nouns = {
  "чай", "роман", "лампа", "палатка", "шина", "кофе", "шампунь", "лопата",
  "свитер", "наушники", "велосипед", "куклы", "термос", "зеркало", "мыло", "атлас"
}
local phrases = {
  "для дачи", "с подсветкой", "из бука", "в подарок", "из хлопка",
  "для зимы", "с таймером", "из керамики", "для двоих", "в чехле"
}
local brands = {
  "север", "волна", "тайга", "байкал", "орион", "ладога", "урал", "янтарь",
  "сокол", "полюс", "алтай", "ирбис", "тундра", "маяк", "родник", "парус"
}
local typos = { "наушнеки", "велосепед", "шампунь", "термас", "палатко", "зиркало" }
local function any(of) return of[math.random(#of)] end
local function encode(text) return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end)) end

local seed = 0
function setup(thread) seed = seed + 1; thread:set("seed", seed) end
function init() math.randomseed(os.time() + (seed or 0)) end

function request()
  local n, text = math.random(20)
  if n <= 7 then text = any(nouns)
  elseif n <= 13 then text = any(nouns) .. " " .. any(brands)
  elseif n <= 16 then text = any(nouns) .. " " .. any(phrases) .. " " .. any(brands)
  elseif n <= 18 then text = any(brands) .. " модель " .. math.random(9000)
  elseif n <= 19 then text = any(typos) .. " " .. any(brands)
  else text = "BENCH-" .. math.random(100000, 999999) end
  return wrk.format("GET", "/api/products?search=" .. encode(text), { ["Cache-Control"] = "no-cache" })
end
