import type { ProgramFacts } from '@mudbrick/doctor'

import { nodeAt, nodesAt, keyOf, nameOf, type Node, walk } from '../syntax/syntax-tree.ts'
import { findProperty, parseSourceFile } from '../syntax/source-file.ts'
import type { ProjectFile } from './find-files.ts'

/** What an application's folder says of itself. */
export interface Program {
  readonly facts: ProgramFacts
  /** Where its page is served in development; undefined where the settings do not tell. */
  readonly origin: string | undefined
  /** Whether it depends on a package of Adobe's or of ours. */
  readonly isOfAdobe: boolean
}

/** Reads `package.json`, the settings of Vite, Next and Create React App, and the files that name a Node.js. */
export function readProgram(
  folder: string,
  files: readonly ProjectFile[],
  variables: Readonly<Record<string, string>>,
): Program {
  const find = (name: RegExp): ProjectFile | undefined =>
    files.find(({ file }) => name.test(file.slice(folder === '' ? 0 : folder.length + 1)))
  const manifest = find(/^package\.json$/)
  const { dependencies, scripts, engine } = readManifest(manifest?.text ?? '{}')
  const names = Object.keys(dependencies)
  const framework = findFramework(names)
  const settings = find(/^vite\.config\.[cm]?[jt]s$/)
  const vite = framework === 'vite' ? readViteSettings(settings) : undefined
  const file = manifest?.file ?? 'package.json'
  const mudbrick = names.filter((name) => /^(?:@mudbrick\/.*|mudbrick)$/.test(name))
  const versionFiles = files.filter(({ file: path }) =>
    /(?:^|\/)\.(?:nvmrc|node-version)$/.test(path),
  )
  return {
    facts: {
      file,
      framework,
      ...(vite?.publicPrefixes && { publicPrefixes: vite.publicPrefixes }),
      nodeVersions: {
        ...(engine !== undefined && { [file]: engine }),
        ...Object.fromEntries(versionFiles.map(({ file: path, text }) => [path, text.trim()])),
      },
      mudbrickVersions: Object.fromEntries(
        mudbrick.map((name) => [name, dependencies[name] ?? '']),
      ),
    },
    origin: findOrigin(framework, variables, scripts, vite),
    isOfAdobe: names.some((name) => /^@(?:adobe|mudbrick)\//.test(name)) || mudbrick.length > 0,
  }
}

function readManifest(text: string): {
  readonly dependencies: Readonly<Record<string, string>>
  readonly scripts: string
  readonly engine: string | undefined
} {
  const manifest = parseRecord(text)
  const all = { ...recordOf(manifest['devDependencies']), ...recordOf(manifest['dependencies']) }
  const dependencies = Object.entries(all).flatMap(([name, range]) =>
    typeof range === 'string' ? [[name, range] as const] : [],
  )
  const engine = recordOf(manifest['engines'])['node']
  return {
    dependencies: Object.fromEntries(dependencies),
    scripts: Object.values(recordOf(manifest['scripts'])).join('\n'),
    engine: typeof engine === 'string' ? engine : undefined,
  }
}

function parseRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function findFramework(names: readonly string[]): ProgramFacts['framework'] {
  if (names.includes('next')) return 'next'
  if (names.includes('react-scripts')) return 'create-react-app'
  return names.includes('vite') ? 'vite' : 'none'
}

/** Where nothing is written of it, a proxy or a script may serve the page at any address. */
function findOrigin(
  framework: ProgramFacts['framework'],
  variables: Readonly<Record<string, string>>,
  scripts: string,
  vite: ViteSettings | undefined,
): string | undefined {
  if (framework === 'create-react-app') {
    const https = variables['HTTPS'] ?? /\bHTTPS=(\w+)/.exec(scripts)?.[1]
    const port = variables['PORT'] ?? /\bPORT=(\d+)/.exec(scripts)?.[1]
    if (https === undefined && port === undefined) return undefined
    return originAt(https === 'true' ? 'https' : 'http', port ?? '3000')
  }
  if (framework === 'next') {
    const dev = /next dev[^\n&|]*/.exec(scripts)?.[0] ?? ''
    const port = /(?:-p|--port)[ =](\d+)/.exec(dev)?.[1] ?? variables['PORT']
    const isHttps = dev.includes('--experimental-https')
    if (port === undefined && !isHttps) return undefined
    return originAt(isHttps ? 'https' : 'http', port ?? '3000')
  }
  if (framework === 'vite')
    return vite?.port === undefined ? undefined : originAt(vite.scheme, vite.port)
  const isServed = variables['HTTPS'] === 'true' && /^\d+$/.test(variables['PORT'] ?? '')
  return isServed ? originAt('https', variables['PORT'] ?? '') : undefined
}

function originAt(scheme: string, port: string): string | undefined {
  return /^\d{1,5}$/.test(port) ? URL.parse(`${scheme}://localhost:${port}`)?.origin : undefined
}

interface ViteSettings {
  readonly scheme: 'http' | 'https'
  /** Undefined where the settings are not written out. */
  readonly port: string | undefined
  readonly publicPrefixes?: readonly string[]
}

/** The settings that stand in an object; with a `server`, Vite serves port 5173 over http by default. */
function readViteSettings(source: ProjectFile | undefined): ViteSettings {
  if (!source) return { scheme: 'http', port: undefined }
  const file = parseSourceFile(source.file, source.text, 'none')
  if (!('program' in file)) return { scheme: 'http', port: undefined }
  const found = new Map<string, Node>()
  walk(file.program, (node) => {
    const key = keyOf(node)
    const value = nodeAt(node, 'value')
    if (key !== undefined && value && /^(?:server|envPrefix|define)$/.test(key))
      found.set(key, value)
  })
  const server = found.get('server')
  const usesPlugin = [...file.imports.values()].some((name) => /basic-ssl|mkcert/.test(name))
  const isWritten = server?.type === 'ObjectExpression' || (server === undefined && usesPlugin)
  const port = findProperty(server, 'port')
  const https = findProperty(server, 'https')
  const prefix = found.get('envPrefix')
  const prefixes =
    prefix?.type === 'ArrayExpression' ? nodesAt(prefix, 'elements') : prefix ? [prefix] : []
  const isOpen = found.has('define') || source.text.includes('loadEnv')
  return {
    scheme: usesPlugin || (https !== undefined && https['value'] !== false) ? 'https' : 'http',
    port: isWritten ? readPort(port) : undefined,
    ...(prefixes.length > 0 && { publicPrefixes: prefixes.flatMap((node) => nameOf(node) ?? '') }),
    // Values that the settings put in themselves need no prefix.
    ...(isOpen && { publicPrefixes: [''] }),
  }
}

function readPort(node: Node | undefined): string | undefined {
  if (!node) return '5173'
  return typeof node['value'] === 'number' ? String(node['value']) : undefined
}
