// @ts-check
// Writes the tables of the sandbox's hints and behavior and of the doctor's rules into their pages, from what the code reads, and
// the JSON Schema of a seed from the schema that reads one;
// without --write it says which page is stale. It reads what the compiler wrote.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

import { inRepository } from './lib/repository.mjs'
import { parseReport, readFacts } from './lib/verify-report.mjs'

const { hintMessages } = await load('journal/hints.js')
const { behaviorSwitches } = await load('behavior/behavior.js')
const doctorRules = await readDoctorRules()
const facts = readFacts()
const seen = readSeen()
/** The exchange that shows a switch in its value of `tutorial`. */
const behaviorFacts = JSON.parse(readFileSync(inRepository('contract/behavior-facts.json'), 'utf8'))

/** What an exchange takes to be asked of Adobe. */
const ways = /** @type {Record<string, string>} */ ({
  'service-credential': 'without a user',
  'needs-token': 'with a token',
  app: 'in the name of an app',
  'sign-in': 'by a sign-in',
})

const tables = [
  {
    page: 'docs/sandbox-hints.md',
    name: 'hints',
    head: ['hint', 'says'],
    rows: Object.entries(hintMessages).map(([code, message]) => [`\`${code}\``, message]),
  },
  {
    page: 'packages/sandbox/README.md',
    name: 'behavior',
    head: ['switch', 'about', 'values', 'why', 'seen at Adobe'],
    rows: Object.entries(behaviorSwitches).map(describeSwitch),
  },
  {
    page: 'docs/doctor-rules.md',
    name: 'rules',
    head: ['code', 'severity', 'about', 'guide', 'projects of the corpus'],
    rows: doctorRules,
  },
  {
    page: 'packages/sandbox/README.md',
    name: 'evidence',
    head: ['how it is known', 'exchanges'],
    rows: describeEvidence(),
  },
  {
    page: 'docs/contract-facts.md',
    name: 'facts',
    head: ['exchange', 'how it is known', 'seen at Adobe', 'asked by `mudbrick verify`'],
    rows: facts.map(({ file, exchange: { name, evidence, live, notReplayed } }) => [
      `\`${file}\` ${name}`,
      evidence,
      String(seen.get(`${file} ${name}`) ?? 0),
      live === 'never' ? `no: ${readNotReplayed()[notReplayed]}` : ways[live],
    ]),
  },
]

const { createSeedJsonSchema } = await load('seed/json-schema.js')
const files = [
  { file: 'packages/sandbox/seed.schema.json', value: createSeedJsonSchema() },
  // What `mudbrick verify` may ask of Adobe, and why not the rest; the package cannot read the folder contract.
  {
    file: 'packages/cli/contract.json',
    value: { notReplayed: readNotReplayed(), exchanges: facts.map(toExchange) },
  },
]
for (const { file, value } of files) {
  const text = `${JSON.stringify(value, undefined, 2)}\n`
  if (process.argv.includes('--write')) writeFileSync(inRepository(file), text)
  else if (!existsSync(inRepository(file)) || readFileSync(inRepository(file), 'utf8') !== text) {
    console.error(`${file} is stale: write it with npm run fix.`)
    process.exitCode = 1
  }
}

const stale = tables.filter(({ page, name, head, rows }) => {
  const text = readFileSync(inRepository(page), 'utf8')
  const fresh = insert(text, name, [head, head.map(() => '---'), ...rows])
  if (process.argv.includes('--write')) writeFileSync(inRepository(page), fresh)
  return fresh !== text
})
const counted = writeCount()
if (!counted && !process.argv.includes('--write')) {
  console.error('README.md is stale: write how much was seen at Adobe with npm run fix.')
  process.exit(1)
}
if (stale.length > 0 && !process.argv.includes('--write')) {
  for (const { page, name } of stale) {
    console.error(`${page} is stale: write its table of ${name} with npm run fix.`)
  }
  process.exit(1)
}
console.log(
  `Tables: ${tables.map(({ name, rows }) => `${rows.length} rows of ${name}`).join(', ')}.`,
)

/**
 * How many reports of users found an exchange the same at Adobe.
 *
 * @returns {Map<string, number>}
 */
function readSeen() {
  const counts = new Map()
  for (const name of readdirSync(inRepository('contract/seen'))) {
    if (!name.endsWith('.json')) continue
    const text = readFileSync(inRepository(`contract/seen/${name}`), 'utf8')
    const report = parseReport(text, `contract/seen/${name}`)
    if (report.target !== 'adobe') continue
    for (const { file, name: exchange, result } of report.exchanges) {
      const id = `${file} ${exchange}`
      if (result === 'same') counts.set(id, (counts.get(id) ?? 0) + 1)
    }
  }
  return counts
}

/** Writes how many exchanges were seen at Adobe into the first page; whether they stood there already. */
function writeCount() {
  const text = readFileSync(inRepository('README.md'), 'utf8')
  const fresh = text.replace(/\[today\s+\d+ of \d+\]/, `[today ${seen.size} of ${facts.length}]`)
  if (process.argv.includes('--write')) writeFileSync(inRepository('README.md'), fresh)
  return fresh === text
}

function describeEvidence() {
  const meanings = {
    documented: 'documented by Adobe',
    'client-code': 'read in a client that Adobe publishes',
    'third-party': 'reported in public by others',
    inferred: 'inferred, because nothing public says it',
  }
  return [
    ...Object.entries(meanings).map(([evidence, meaning]) => [
      meaning,
      String(facts.filter(({ exchange }) => exchange['evidence'] === evidence).length),
    ]),
    ['**seen at Adobe**', `**${seen.size}** of ${facts.length}`],
  ]
}

/** Why some exchanges are not replayed, a sentence for each code. */
function readNotReplayed() {
  return JSON.parse(readFileSync(inRepository('contract/not-replayed.json'), 'utf8'))
}

/** @param {{ file: string, exchange: Record<string, any> }} fact */
function toExchange({ file, exchange: { name, live, notReplayed, request, response } }) {
  return live === 'never' ? { file, name, notReplayed } : { file, name, live, request, response }
}

/** @returns {Promise<string[][]>} */
async function readDoctorRules() {
  const folder = inRepository('packages/doctor')
  const { rules } = await import(`${folder}/dist/lib/rules.js`)
  const { catalogue, explainFinding } = await import(`${folder}/dist/lib/catalogue.js`)
  /** @type {{ project: string, expected: string | null }[]} */
  const corpus = JSON.parse(readFileSync(`${folder}/corpus/manifest.json`, 'utf8'))
  return Object.keys(catalogue).map((code) => {
    const { about, guide } = explainFinding(code)
    /** @param {{ code: string }} rule */
    const isOfCode = (rule) => rule.code === code
    const severity = rules.find(isOfCode)?.severity ?? 'by file'
    const projects = corpus.filter(({ expected }) => expected === code)
    const { hostname } = new URL(guide)
    return [
      `\`${code}\``,
      severity,
      about,
      `[${hostname}](${guide})`,
      projects.map(({ project }) => project).join(', '),
    ]
  })
}

/** @param {string} file */
function load(file) {
  return import(inRepository(`packages/sandbox/dist/lib/${file}`))
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string[][]} rows
 */
function insert(text, name, rows) {
  const table = rows.map((cells) => `| ${cells.map(escape).join(' | ')} |`).join('\n')
  const place = new RegExp(`(<!-- ${name}: [^>]*-->\\n).*?(<!-- /${name} -->)`, 's')
  if (!place.test(text)) throw new Error(`A page has no place for the table of ${name}.`)
  return text.replace(place, (_, start, end) => `${start}\n${table}\n\n${end}`)
}

/** @param {string} cell */
function escape(cell) {
  return cell === '---' ? cell : cell.replaceAll('|', String.raw`\|`)
}

/**
 * @param {[string, import('../packages/sandbox/src/lib/behavior/behavior.ts').BehaviorSwitch]} row
 * @returns {string[]}
 */
function describeSwitch([name, { about, values, range, tutorial, strict, source, evidence }]) {
  const shown = values?.map((value) => show(value, tutorial, strict)) ?? [
    `**${tutorial}**`,
    `${range?.from} to ${range?.to}`,
  ]
  const fact = behaviorFacts[name]
  const count = fact === undefined ? '–' : String(seen.get(fact) ?? 0)
  return [`\`${name}\``, about, shown.join(', '), `${source} (${evidence})`, count]
}

/**
 * @param {string | boolean} value
 * @param {string | boolean | number} tutorial
 * @param {string | boolean | number | undefined} strict
 */
function show(value, tutorial, strict) {
  if (value === tutorial) return `**${value}**`
  return value === strict ? `(${value})` : String(value)
}
