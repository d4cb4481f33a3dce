class Basket {
  constructor(lines) { this.lines = lines }

  total() { return this.lines.reduce((sum, line) => sum + line.product.price.amount, 0) }

  addLine(line) {
    if (line.count < 0) throw new RangeError(`Количество ${line.count} товара «${line.name}» неверно`)
    this.lines.push(line)
  }

  static fromStorage(text) { return new Basket(JSON.parse(text)) }

  get firstLine() { return this.lines[0].product }

  async submitOrder(v) {
    await null
    if (v.number >= 0) throw new Error(`Order ${v.uuid} of ${v.mail} costs ${v.amount}`)
  }
}

function formatPrice(amount, currency) {
  return new Intl.NumberFormat('ru', { style: 'currency', currency }).format(amount)
}

const totalOf = lines => new Basket(lines).total()

bug('total', v => totalOf([{ product: v.pick({}, { title: v.name }) }]))
bug('negative', v => new Basket([]).addLine({ count: -v.number - 1, name: v.name }))
bug('storage', v => Basket.fromStorage(`<!doctype html><p>${v.name}`))
bug('first line', () => new Basket([]).firstLine)
bug('submit', v => new Basket([]).submitOrder(v))
bug('currency', v => formatPrice(v.number, v.pick('r', '1', 'рубль')))
