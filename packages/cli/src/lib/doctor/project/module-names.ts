import type { ModuleNames } from '../syntax/modules.ts'
import type { ProjectFile } from './find-files.ts'

/** Reads where names of modules lead: `paths` of TypeScript, the usual names of frameworks, and the project's own packages. */
export function readModuleNames(files: readonly ProjectFile[]): ModuleNames {
  const manifests = files.filter(({ file }) => nameOf(file) === 'package.json')
  const settings = files.filter(({ file }) => /^(?:ts|js)config[\w.-]*\.json$/.test(nameOf(file)))
  const folders = [...new Set(['', ...manifests.map(({ file }) => folderOf(file))])]
  return {
    aliases: [
      ...settings.flatMap(readPaths),
      ...folders.flatMap((folder) => usualAliases.map(([from, to]) => ({ folder, from, to }))),
    ],
    packages: new Map(
      manifests.flatMap(({ file, text }) => {
        const name = /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1]
        return name === undefined ? [] : [[name, folderOf(file)] as const]
      }),
    ),
  }
}

/** What Next, Vue, Nuxt and SvelteKit set up. */
const usualAliases: readonly (readonly [string, string])[] = [
  ['@/', 'src/'],
  ['@/', ''],
  ['~/', 'src/'],
  ['~/', ''],
  ['~/', 'app/'],
  ['$lib/', 'src/lib/'],
  ['src/', 'src/'],
]

/** The settings have comments and commas at ends, so that they are read by their form. */
function readPaths({ file, text }: ProjectFile): ModuleNames['aliases'] {
  const folder = folderOf(file)
  const base = /"baseUrl"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '.'
  const paths = /"paths"\s*:\s*\{([^}]*)\}/.exec(text)?.[1] ?? ''
  const entries = [...paths.matchAll(/"([^"]+)"\s*:\s*\[\s*"([^"]+)"/g)]
  return entries.map(([, from = '', to = '']) => ({
    folder,
    from: from.replace(/\*$/, ''),
    to: `${base}/${to.replace(/\*$/, '')}`,
  }))
}

function nameOf(file: string): string {
  return file.replace(/^.*\//, '')
}

function folderOf(file: string): string {
  return file.includes('/') ? file.replace(/\/[^/]*$/, '') : ''
}
