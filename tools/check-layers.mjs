// @ts-check
// Holds the first two laws of ARCHITECTURE.md: a package imports only packages of lower layers, by
// name; and the clients, the sandbox and the doctor never import each other.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Bottom first. A package may import those of the layers below its own. */
const layers = [
  ['http'],
  ['oauth', 'aem', 'commerce'],
  ['ims'],
  ['browser', 'vault'],
  ['react', 'server', 'cli'],
]
/** Import none of the above, and none of each other; nothing above imports them, save the terminal. */
const beside = ['sandbox', 'doctor']
/** Brings what is beside the layers to the user, and loads it only when it is asked for. */
const terminal = 'cli'
/** May import packages of every layer, but nothing from beside them. */
const examples = ['wknd-spa', 'express-embed', 'commerce-admin']
/** What a person sees of the sandbox: takes types from it, and the build of the samples. */
const app = 'console'
/** What the React samples share, so that they import it by name; imports no package itself. */
const frame = 'frame'

const root = fileURLToPath(new URL('..', import.meta.url))
const failures = [
  ...layers.flatMap((layer, height) =>
    layer.flatMap((name) => {
      const below = layers.slice(0, height).flat()
      return check(`packages/${name}`, name === terminal ? [...below, ...beside] : below)
    }),
  ),
  ...beside.flatMap((name) => check(`packages/${name}`, [])),
  ...examples.flatMap((name) => check(`examples/${name}/src`, [...layers.flat(), 'sample-frame'])),
  ...check(`examples/${frame}`, []),
  ...check(`apps/${app}/src`, ['sandbox', 'sample-frame']),
  ...unplaced('packages', [...layers.flat(), ...beside]),
  ...unplaced('examples', [...examples, frame]),
  ...unplaced('apps', [app]),
]

for (const failure of failures) console.error(failure)
if (failures.length > 0) process.exit(1)
console.log(
  `Layers hold: ${[...layers.flat(), ...beside, ...examples, frame, app].length} packages.`,
)

/**
 * @param {string} folder
 * @param {string[]} allowed
 */
function check(folder, allowed) {
  return sources(join(root, folder)).flatMap((file) => {
    const isTest = /\.test\.tsx?$/.test(file)
    return importsOf(readFileSync(file, 'utf8')).flatMap((specifier) => {
      const name = /^@mudbrick\/([^/]+)/.exec(specifier)?.[1]
      const leaves = specifier.startsWith('.') && escapes(file, specifier, folder)
      if (leaves)
        return [
          `${relative(root, file)} reaches into another package by path (${specifier}): import it by name.`,
        ]
      if (name === undefined || folder.endsWith(`/${name}`) || allowed.includes(name)) return []
      // A test may join a client and the sandbox: that is what it is for.
      if (isTest) return []
      return [
        `${relative(root, file)} imports @mudbrick/${name}, which is not below it: see ARCHITECTURE.md, "Layers".`,
      ]
    })
  })
}

/**
 * @param {string} folder
 * @param {string[]} placed
 */
function unplaced(folder, placed) {
  return readdirSync(join(root, folder))
    .filter((name) => !placed.includes(name))
    .map(
      (name) => `${folder}/${name} has no place in the layers: add it to tools/check-layers.mjs.`,
    )
}

/** @param {string} text */
function importsOf(text) {
  return [...text.matchAll(/(?:from|import|import\()\s*['"]([^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  )
}

/**
 * @param {string} file
 * @param {string} specifier
 * @param {string} folder
 */
function escapes(file, specifier, folder) {
  const package_ = folder.split('/').slice(0, 2).join('/')
  return relative(join(root, package_), join(file, '..', specifier)).startsWith('..')
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function sources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist|corpus)\//.test(name))
    .map((name) => join(folder, name))
}
