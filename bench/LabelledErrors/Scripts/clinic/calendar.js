const Calendar = (() => {
  const days = new Map()

  function dayOf(date) {
    const day = days.get(date)
    return day.slots
  }

  function reserve(date, slot) {
    const slots = Array.from({ length: slot })
    if (slots.includes(date)) return
    throw Object.assign(new Error(`Слот ${slot} на ${date} уже занят`), { name: 'SlotTaken' })
  }

  const parse = text => {
    if (Number.isNaN(Date.parse(text))) throw new RangeError(`«${text}»: ${'Invalid time'}`)
  }

  return { dayOf, reserve, parse }
})()

class Visit extends Object {
  #patient = null
  static open(data) { const visit = new Visit(); visit.start(data); return visit }
  start({ at: { hours } }) { this.hours = hours }
  rename(name) { this.#patient.name = name }
  *minutes(limit) {
    for (let minute = 0; ; minute++) {
      if (minute > limit) throw new Error(`Minute ${minute} of ${limit}`)
      yield minute
    }
  }
}

bug('day', v => Calendar.dayOf(v.date))
bug('reserve', v => Calendar.reserve(v.date, v.number % 20))
bug('time', v => Calendar.parse(v.name))
bug('open', v => Visit.open({ name: v.name }))
bug('rename', v => new Visit().rename(v.name))
bug('minutes', v => [...new Visit().minutes(v.number % 50)])
bug('queue', v => new Promise((_, reject) => queueMicrotask(() => {
  try { v.callback(v.number) } catch (error) { reject(error) }
})))
