import type { ProgramFacts } from '@mudbrick/doctor'

import { type DevServer, readDevServer } from './dev-server.ts'
import type { ProjectFile } from './find-files.ts'

/** What an application's folder says of itself. */
export interface Program {
  readonly facts: ProgramFacts
  /** Where its page is served in development; undefined where the settings do not tell. */
  readonly origin: string | undefined
  /** Scripts that switch the checks of certificates off, as places in `package.json`. */
  readonly scripts: readonly { readonly file: string; readonly line: number }[]
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
  const server = readDevServer(framework, scripts, files, variables)
  const file = manifest?.file ?? 'package.json'
  const mudbrick = names.filter((name) => /^(?:@mudbrick\/.*|mudbrick)$/.test(name))
  const versionFiles = files.filter(({ file: path }) =>
    /(?:^|\/)\.(?:nvmrc|node-version)$/.test(path),
  )
  return {
    facts: {
      file,
      framework,
      ...(server.publicPrefixes && { publicPrefixes: server.publicPrefixes }),
      nodeVersions: {
        ...(engine !== undefined && { [file]: engine }),
        ...Object.fromEntries(versionFiles.map(({ file: path, text }) => [path, text.trim()])),
      },
      mudbrickVersions: Object.fromEntries(
        mudbrick.map((name) => [name, dependencies[name] ?? '']),
      ),
    },
    origin: findOrigin(framework, variables, scripts, server),
    scripts: manifest ? findScriptLines(manifest) : [],
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

/** What builds the page of the application whose dependencies these are. */
export function findFramework(names: readonly string[]): ProgramFacts['framework'] {
  const known = [
    ['next', 'next'],
    ['react-scripts', 'create-react-app'],
    ['@angular/core', 'angular'],
    ['@vue/cli-service', 'vue-cli'],
    ['nuxt', 'nuxt'],
    ['gatsby', 'gatsby'],
    ['astro', 'astro'],
    ['vite', 'vite'],
  ] as const
  return known.find(([name]) => names.includes(name))?.[1] ?? 'none'
}

/** Whether an application without a known framework is built into a page all the same. */
export function isBuiltIntoPage(names: readonly string[]): boolean {
  const isOfServer = names.some((name) => /^(?:express|koa|fastify|hono|@nestjs\/core)$/.test(name))
  return !isOfServer && names.some((name) => ofPages.test(name))
}

const ofPages =
  /^(?:react-dom|vue|svelte|preact|solid-js|lit|jquery|parcel|webpack-dev-server|@rsbuild\/core|single-spa)$/

/** The names in the `dependencies` of a `package.json`. */
export function listDependencies(text: string): readonly string[] {
  return Object.keys(readManifest(text).dependencies)
}

function findScriptLines({ file, text }: ProjectFile): Program['scripts'] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /NODE_TLS_REJECT_UNAUTHORIZED=['"]?0/.test(line) ? [{ file, line: index + 1 }] : [],
    )
}

/** Where nothing is written of it, a proxy or a script may serve the page at any address. */
function findOrigin(
  framework: ProgramFacts['framework'],
  variables: Readonly<Record<string, string>>,
  scripts: string,
  server: DevServer,
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
  if (server.port !== undefined) {
    return originAt(server.scheme ?? schemeOfRedirect(variables), server.port)
  }
  const isServed = variables['HTTPS'] === 'true' && /^\d+$/.test(variables['PORT'] ?? '')
  return isServed ? originAt('https', variables['PORT'] ?? '') : undefined
}

/** A server whose scheme is not written may stand behind one that adds TLS. */
function schemeOfRedirect(variables: Readonly<Record<string, string>>): string {
  const address = Object.entries(variables).find(([name]) =>
    /(?:redirect|callback)(?:_?ur[il])?$/i.test(name),
  )?.[1]
  return address?.startsWith('http:') === true ? 'http' : 'https'
}

function originAt(scheme: string, port: string): string | undefined {
  return /^\d{1,5}$/.test(port) ? URL.parse(`${scheme}://localhost:${port}`)?.origin : undefined
}
