// @ts-check
// Holds that no two files of a package import each other, in however many steps, types included: a reader
// can then begin with any file and finish.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name, 'src'))
  .filter((folder) => existsSync(folder))

const imports = new Map(folders.flatMap(sources).map((file) => [file, importsOf(file)]))
const cycles = findCycles()

for (const cycle of cycles) {
  const names = cycle.map((file) => relative(root, file)).toSorted()
  console.error(
    `These files import each other: give what they share a file of its own.\n  ${names.join('\n  ')}`,
  )
}
if (cycles.length > 0) process.exit(1)
console.log(`No circles: ${imports.size} files.`)

/**
 * Tarjan's strongly connected components, of which only those of several files are circles.
 * @returns {string[][]}
 */
function findCycles() {
  /** @type {string[][]} */
  const found = []
  /** @type {Map<string, number>} */
  const order = new Map()
  /** @type {string[]} */
  const path = []
  /**
   * @param {string} file
   * @returns {number} The earliest file on the path that this one leads back to.
   */
  const visit = (file) => {
    const own = order.size
    order.set(file, own)
    path.push(file)
    let earliest = own
    for (const next of imports.get(file) ?? []) {
      const seen = order.get(next)
      if (seen === undefined) earliest = Math.min(earliest, visit(next))
      else if (path.includes(next)) earliest = Math.min(earliest, seen)
    }
    if (earliest === own) {
      const component = path.splice(path.indexOf(file))
      if (component.length > 1) found.push(component)
    }
    return earliest
  }
  for (const file of imports.keys()) if (!order.has(file)) visit(file)
  return found
}

/**
 * The files of the same package that one imports or re-exports; `import()` counts, a comment does not.
 * @param {string} file
 */
function importsOf(file) {
  const text = readFileSync(file, 'utf8').replaceAll(/^\s*(?:\/\*)?\*.*$/gm, '')
  const specifiers = [...text.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)]
  return [...new Set(specifiers.map(([, specifier = '']) => join(file, '..', specifier)))]
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function sources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}
