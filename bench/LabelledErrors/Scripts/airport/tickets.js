const currency = { RUB: amount => amount.toLocaleString('ru', { maximumFractionDigits: 200 }) }

async function* pages(limit) {
  for (let page = 1; ; page++) {
    if (page > limit) throw new Error(`Нет страницы ${page}`)
    yield page
  }
}

async function loadAll(limit) {
  let sum = 0
  for await (const page of pages(limit)) sum += page
  return sum
}

function decode(token) { return JSON.parse(decodeURIComponent(token)) }

function readPassenger(form) {
  return Object.fromEntries(form.fields.map(field => [field.name, field.input.value]))
}

const legs = { next() { return this.current.next() } }

bug('price', v => currency.RUB(v.number))
bug('pages', v => loadAll(v.number % 4))
bug('token', v => decode(`%7B%22id%22:${v.uuid}`))
bug('escape', v => decode(`%E0%A4%Z${v.number}`))
bug('passenger', v => readPassenger({ fields: [{ name: v.name }] }))
bug('legs', () => legs.next())
bug('unknown', v => v.pick(1) && boardingPass(v.name))
bug('assign', v => { 'use strict'; Object.defineProperty({}, 'seat', { get: () => v.number }).seat = 2 })
