const api = {
  async get(path) {
    const status = path.length % 2 ? 503 : 502
    const { ok } = await new Promise(done => setTimeout(() => done({ ok: false }), 1))
    if (!ok) throw new Error(`GET ${path} → ${status}`)
  }
}

async function loadWard(v) { return api.get(`/wards/${v.hex}/beds?since=${v.iso}`) }
async function loadBills(v) { return api.get(`/bills/${v.number}?mail=${v.mail}`) }

function Bed(number) {
  if (!(this instanceof Bed)) throw new TypeError(`Ліжко ${number} без палати`)
  this.number = number.toFixed(200)
}

const price = { toString() { throw new Error('price has no text') } }
const report = rows => rows.flatMap(row => row.cells.map(cell => cell.value.trim()))

bug('ward', v => loadWard(v))
bug('bills', v => loadBills(v))
bug('bed call', v => Bed(v.number))
bug('bed number', v => new Bed(v.number))
bug('price', v => `${v.amount} ${price}`)
bug('report', v => report([{ cells: [{ value: 'x' }, { value: v.number }] }]))
bug('iterate', v => { const [first] = v.number; return first })
bug('not a function', v => { const handler = v.pick(null, undefined); const box = { handler }; box.handler(v.name) })
bug('big', v => structuredClone({ name: v.name, done() { } }))
