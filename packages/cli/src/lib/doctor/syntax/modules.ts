import type { Found, SourceFile } from './source-file.ts'

/** Finds the files that others import. */
export interface Modules {
  /** The file of a module, seen from another file; undefined for packages and for what is missing. */
  readonly find: (from: string, module: string) => SourceFile | undefined
}

/** Where the names of modules that are not relative lead. */
export interface ModuleNames {
  /** Beginnings of names with the folders that they stand for, as `paths` of a `tsconfig.json` has them. */
  readonly aliases: readonly {
    readonly folder: string
    readonly from: string
    readonly to: string
  }[]
  /** Folders of the project's own packages, by name. */
  readonly packages: ReadonlyMap<string, string>
}

/** Finds modules among these files; `parse` is asked once for each. */
export function createModules(
  files: ReadonlySet<string>,
  { aliases, packages }: ModuleNames,
  parse: (file: string) => SourceFile | undefined,
): Modules {
  const find = (path: string): SourceFile | undefined => {
    const name = candidates(path).find((candidate) => files.has(candidate))
    return name === undefined ? undefined : parse(name)
  }
  return {
    find: (from, module) => {
      const folder = from.includes('/') ? from.replace(/\/[^/]*$/, '') : ''
      if (module.startsWith('.')) return find(join(folder, module))
      for (const { folder: root, from: start, to } of aliases) {
        const isNear = root === '' || from.startsWith(`${root}/`)
        if (!isNear || !module.startsWith(start)) continue
        const found = find(join(root, to + module.slice(start.length)))
        if (found) return found
      }
      const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(module) ?? []
      const home = packages.get(name)
      if (home === undefined) return undefined
      const paths =
        rest === '' ? ['src/index', 'index', 'lib/index', 'src/main'] : [rest, `src/${rest}`]
      return paths.map((path) => find(join(home, path))).find((found) => found !== undefined)
    },
  }
}

/** What a module exports by this name, through those that hand it on. */
export function findExport(
  file: SourceFile,
  module: string,
  name: string,
  modules: Modules,
  depth = 0,
): Found | undefined {
  const target = depth > 8 ? undefined : modules.find(file.file, module)
  if (!target) return undefined
  const { values, handedOn, modules: all } = target.exports
  const value = values.get(name)
  if (value) return { node: value, file: target }
  const handed = handedOn.get(name)
  if (handed) return findExport(target, handed.module, handed.name, modules, depth + 1)
  if (name === '*') return undefined
  return all
    .map((other) => findExport(target, other, name, modules, depth + 1))
    .find((found) => found !== undefined)
}

const endings = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '.json',
]

/** The files that a path may mean; TypeScript writes `.js` for what is a `.ts`. */
function candidates(path: string): readonly string[] {
  const written = endings.map((ending) => path + ending)
  const source = /^(.*)\.([cm]?)jsx?$/.exec(path)
  const typed = source ? [`${source[1]}.${source[2]}ts`, `${source[1]}.tsx`] : []
  return [...written, ...typed, ...endings.slice(1).map((ending) => `${path}/index${ending}`)]
}

function join(folder: string, path: string): string {
  const parts: string[] = []
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
