// Runs the scripts of a set in V8 and records what they throw: as written, and as two releases of a bundle, each of
// another minifier and with other code before it. The stacks are parsed by the parser of @sentry/browser.
// In a folder with the packages (npm install esbuild terser @sentry/browser):
//   node record.mjs <scripts> bookshop > bookshop.json
import { readFileSync, readdirSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import vm from 'node:vm'

const [scripts, set] = process.argv.slice(2)
const packages = createRequire(join(process.cwd(), 'package.json'))
const { defaultStackParser } = packages('@sentry/browser')
const esbuild = packages('esbuild')
const { minify } = packages('terser')

const folder = resolve(scripts, set)
const files = readdirSync(folder).filter(name => name.endsWith('.js')).sort()
const sources = files.map(name => [name, readFileSync(join(folder, name), 'utf8')])

let state = set.length
function random(limit) { // mulberry32
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % limit
}

function values() {
  const pick = (...choices) => choices[random(choices.length)]
  const digits = length => Array.from({ length }, () => '0123456789abcdef'[random(16)]).join('')
  return {
    pick,
    number: random(1e6),
    uuid: [8, 4, 4, 4, 12].map(digits).join('-'),
    hex: digits(40),
    name: pick('Анна Иванова', 'John Smith', 'Олена Шевченко', 'Mary-Jane'),
    mail: `${pick('anna', 'o.petrov')}${random(1000)}@${pick('mail.ru', 'example.com', 'ukr.net')}`,
    amount: new Intl.NumberFormat(pick('ru-RU', 'en-US', 'uk-UA'), { minimumFractionDigits: 2 }).format(random(1e7) / 100),
    date: new Date(1.77e12 + random(1e9) * 10).toLocaleDateString(pick('ru-RU', 'en-US', 'uk-UA')),
    iso: new Date(1.77e12 + random(1e9) * 10).toISOString(),
    language: random(3)
  }
}

async function builds() {
  const all = sources.map(([, source]) => source).join('\n')
  const first = await esbuild.transform(`(() => {\n${all}\n})()`, { minify: true, keepNames: false })
  const before = 'const release = { name: "second", features: ["dark", "live"] };\nglobalThis.release = release;\n'
  const second = await minify(`(() => {\n${before}${all}\n})()`, { toplevel: true, compress: { passes: 2 } })
  const hash = code => createHash('sha256').update(code).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, 8)
  return [
    ['plain', sources.map(([name, source]) => [`https://${set}.example/js/${name}?v=${random(1000)}`, source])],
    ['minified', [[`https://${set}.example/assets/site-${hash(first.code)}.js`, first.code]]],
    ['minified', [[`https://${set}.example/assets/site-${hash(second.code)}.js`, second.code]]]
  ]
}

const recorded = new Map()
for (const [kind, code] of await builds()) {
  const bugs = []
  const context = vm.createContext({
    // Not as a property of an object: V8 would name the function by its label.
    bug: (label, action) => bugs.push([label, action]),
    setTimeout, queueMicrotask, URL, structuredClone, Intl
  })
  for (const [filename, source] of code)
    new vm.Script(source, { filename }).runInContext(context)
  for (const [label, bug] of bugs) {
    for (let time = 0; time < 8; time++) {
      let error
      try { await bug(values()) } catch (thrown) { error = thrown }
      if (!error) throw new Error(`${label} threw nothing`)
      // The harness is no part of the site.
      const stack = error.stack.split('\n').filter(line => !line.includes('record.mjs') && !line.includes('node:')).join('\n')
      const frames = defaultStackParser(stack)
        .map(({ function: name, filename, lineno, colno, in_app }) => ({ function: name, filename, lineno, colno, in_app }))
      const key = JSON.stringify([`${label} (${kind})`, error.name, frames])
      if (!recorded.has(key)) recorded.set(key, { label: `${label} (${kind})`, type: error.name, values: [], frames })
      recorded.get(key).values.push(error.message)
    }
  }
}
process.stdout.write(`[\n${[...recorded.values()].map(error => JSON.stringify(error)).join(',\n')}\n]\n`)
