function highlight(text, query) {
  return text.replace(new RegExp(query, 'g'), found => `<b>${found}</b>`)
}

const suggestions = {
  render(items) { return items.map(item => item.title.toUpperCase()).join() },
  async load(v) {
    const answer = await Promise.resolve({ status: 500, url: `/api/search?q=${v.uuid}` })
    if (answer.status !== 200) throw new Error(`${answer.url} answered ${answer.status} at ${v.iso}`)
  },
  parseAddress(text) { return new URL(text) }
}

function debounce(action) {
  return function later(...args) { return action.apply(this, args) }
}

const onInput = debounce(function () { return this.form.elements.query })

bug('pattern', v => highlight('books', v.pick('(', '[', '*')))
bug('render', v => suggestions.render([{ title: 'a' }, { name: v.name }]))
bug('load', v => suggestions.load(v))
bug('address', v => suggestions.parseAddress(v.name))
bug('input', () => onInput.call({}))
function walk(node, depth) { return depth ? walk(node, depth - 1) : node.next.next }

bug('walk', v => walk({}, v.number % 5))
bug('frozen', v => { 'use strict'; Object.freeze(suggestions).cache = v.name; suggestions.missing() })
