class Board {
  static #rows = []

  static show(flight) {
    const { airline: { name } } = flight
    Board.#rows.push(name)
  }

  static async refresh(v) {
    const answers = await Promise.all([v.number, v.uuid].map(async id => {
      if (id) throw new Error(`Flight ${id} is delayed by ${v.number % 90} min`)
    }))
    return answers
  }

  sort(by) { return [{ gate: 1 }, { gate: 2 }].sort((a, b) => a.gate.localeCompare(b.gate, by)) }
}

function seatMap(rows, letters) {
  if (!Number.isInteger(rows)) throw new TypeError(`Rows must be a number, not ${rows}`)
  return new Array(-letters)
}

const pickSeat = (map, seat) => map.get(seat).passenger

bug('show', v => Board.show({ number: v.number }))
bug('refresh', v => Board.refresh(v))
bug('sort', () => new Board().sort('ru'))
bug('rows', v => seatMap(v.name, 6))
bug('letters', v => seatMap(3, 1 + v.number % 5))
bug('seat', v => pickSeat(new Map(), `${v.number % 30}A`))
