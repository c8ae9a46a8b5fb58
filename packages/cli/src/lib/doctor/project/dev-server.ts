import type { ProgramFacts } from '@mudbrick/doctor'

import { parseSourceFile, type SourceFile } from '../syntax/source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, walk } from '../syntax/syntax-tree.ts'
import { propertyOf, resolve, type Surroundings } from '../syntax/names.ts'
import { readText } from '../syntax/written-text.ts'
import type { ProjectFile } from './find-files.ts'

/** How a page is served in development. */
export interface DevServer {
  /** Undefined where the settings leave it open. */
  readonly scheme: 'http' | 'https' | undefined
  /** Undefined where the settings do not tell. */
  readonly port: string | undefined
  /** The beginnings of variables' names that the build hands to the page. */
  readonly publicPrefixes?: readonly string[]
}

type Variables = Readonly<Record<string, string>>

/** The script of `package.json` decides over the settings. */
export function readDevServer(
  framework: ProgramFacts['framework'],
  scripts: string,
  files: readonly ProjectFile[],
  variables: Variables,
): DevServer {
  const settings = readSettings(framework, files, variables)
  const proxy = /local-ssl-proxy[^\n]*--source[ =](\d+)/.exec(scripts)?.[1]
  if (proxy !== undefined) return { ...settings, scheme: 'https', port: proxy }
  const command = commands[framework]?.exec(scripts)?.[0]
  const port = /(?:\s-p|--port)[ =](\d+)/.exec(command ?? '')?.[1]
  const isHttps = /--(?:experimental-)?(?:https|ssl)\b(?![ =]false)|\s-S\b/.test(command ?? '')
  return {
    ...settings,
    ...(port !== undefined && { port }),
    ...(isHttps && {
      scheme: 'https' as const,
      port: port ?? settings.port ?? usualPorts[framework],
    }),
  }
}

const commands: Readonly<Partial<Record<ProgramFacts['framework'], RegExp>>> = {
  vite: /(?:^|\s|&)vite(?:\s+dev|\s+serve)?(?:\s+-[^\n&|]*)?(?=$|[\n&|])/m,
  angular: /ng (?:serve|s)\b[^\n&|]*/,
  'vue-cli': /vue-cli-service serve[^\n&|]*/,
  nuxt: /nuxi? dev[^\n&|]*/,
  gatsby: /gatsby develop[^\n&|]*/,
  astro: /astro dev[^\n&|]*/,
}

const usualPorts: Readonly<Partial<Record<ProgramFacts['framework'], string>>> = {
  vite: '5173',
  angular: '4200',
  'vue-cli': '8080',
  nuxt: '3000',
  gatsby: '8000',
  astro: '4321',
}

function readSettings(
  framework: ProgramFacts['framework'],
  files: readonly ProjectFile[],
  variables: Variables,
): DevServer {
  const find = (name: RegExp): ProjectFile | undefined => files.find(({ file }) => name.test(file))
  if (framework === 'angular') return readAngular(find(/(?:^|\/)angular\.json$/))
  if (framework !== 'vite' && framework !== 'vue-cli') return { scheme: undefined, port: undefined }
  const name =
    framework === 'vite' ? /(?:^|\/)vite\.config\.[cm]?[jt]s$/ : /(?:^|\/)vue\.config\.[cm]?js$/
  const source = find(name)
  const none = { scheme: undefined, port: undefined }
  if (!source) return none
  const file = parseSourceFile(source.file, source.text, 'none')
  if (!('program' in file)) return none
  return readServer(file, framework === 'vite' ? 'server' : 'devServer', variables, framework)
}

function readAngular(source: ProjectFile | undefined): DevServer {
  const serve = /"serve"\s*:\s*\{([^]*)/.exec(source?.text ?? '')?.[1] ?? ''
  const options = /"options"\s*:\s*\{([^}]*)\}/.exec(serve)?.[1] ?? ''
  const port = /"port"\s*:\s*(\d+)/.exec(options)?.[1]
  const isHttps = /"ssl"\s*:\s*true/.test(options)
  return { scheme: isHttps ? 'https' : undefined, port: port ?? (isHttps ? '4200' : undefined) }
}

/** The settings that stand in an object; with a `server`, Vite serves port 5173. */
function readServer(
  file: SourceFile,
  key: string,
  variables: Variables,
  framework: 'vite' | 'vue-cli',
): DevServer {
  const surroundings: Surroundings = {
    variables,
    modules: { find: () => undefined },
    shared: new Map(),
    files: [file],
  }
  const found = new Map<string, Node>()
  walk(file.program, (node) => {
    const [name, value] = [keyOf(node), nodeAt(node, 'value')]
    if (name !== undefined && value && [key, 'envPrefix', 'define'].includes(name)) {
      found.set(name, value)
    }
  })
  const server = resolve(found.get(key), file, surroundings)
  const usesPlugin = [...file.imports.values()].some((name) => /basic-ssl|mkcert/.test(name))
  const isWritten = server?.node.type === 'ObjectExpression' || (server === undefined && usesPlugin)
  const port = propertyOf(server, 'port', surroundings)
  const https = propertyOf(server, 'https', surroundings)
  const isHttps = usesPlugin || (https !== undefined && https.node['value'] !== false)
  const prefix = found.get('envPrefix')
  const prefixes =
    prefix?.type === 'ArrayExpression' ? nodesAt(prefix, 'elements') : prefix ? [prefix] : []
  const isOpen = found.has('define') || file.text.includes('loadEnv')
  const written = port && readPort(port.node, port.file, surroundings)
  return {
    scheme: isHttps ? 'https' : isWritten ? 'http' : undefined,
    port: isWritten ? (port ? written : usualPorts[framework]) : undefined,
    ...(prefixes.length > 0 && { publicPrefixes: prefixes.flatMap((node) => nameOf(node) ?? '') }),
    // Values that the settings put in themselves need no prefix.
    ...(isOpen && { publicPrefixes: [''] }),
  }
}

/** `5174`, `PORT` and `Number(env.PORT ?? 5174)` */
function readPort(node: Node, file: SourceFile, surroundings: Surroundings): string | undefined {
  const isConversion =
    node.type === 'CallExpression' &&
    /^(?:Number|parseInt|Number\.parseInt)$/.test(nameOf(nodeAt(node, 'callee')) ?? '')
  const inner = isConversion ? nodesAt(node, 'arguments')[0] : node
  const text = readText(inner, file, surroundings)
  return /^\d{1,5}$/.test(text) ? text : undefined
}
