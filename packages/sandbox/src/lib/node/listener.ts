import type { SandboxOrigins } from '../origins.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Certificate, ensureCertificate } from './certificate.ts'
import { type WebServer, type WebServerOptions, openWebServer } from './web-server.ts'
import { createPlainResponse } from './plain-answer.ts'
import { createRequestListener } from './request-listener.ts'

/** How a sandbox listens. */
export interface ListenOptions {
  /** The certificate of all three addresses; that of {@link ensureCertificate} by default. Plain HTTP needs none. */
  readonly certificate?: Pick<Certificate, 'certificate' | 'key'>
  /** Ports other than 8440, 8443 and 8444 plus the sandbox's offset; 0 lets the system choose. */
  readonly ports?: Partial<Readonly<Record<keyof SandboxOrigins, number>>>
  /** The IP addresses of this computer to listen on; 127.0.0.1 and ::1 by default. */
  readonly hosts?: readonly string[]
  /** Is told why a request was answered with 500; writes to the console by default. */
  readonly onError?: (error: unknown, request: Request) => void
}

/** A sandbox that listens. */
export interface ListeningSandbox {
  /** Where each service is reached. */
  readonly origins: SandboxOrigins
  /** Stops listening and ends the connections that are open. */
  readonly close: () => Promise<void>
}

/**
 * Serves a sandbox on this computer's loopback addresses, by the scheme that it was created for.
 *
 * @throws {@link SandboxError} `port_taken` when a port cannot be had; then nothing listens.
 */
export async function listen(
  sandbox: Pick<Sandbox, 'portOffset' | 'servedAt'> & Partial<Pick<Sandbox, 'scheme'>>,
  options: ListenOptions = {},
): Promise<ListeningSandbox> {
  const { scheme = 'https' } = sandbox
  const certificate =
    scheme === 'http' ? undefined : (options.certificate ?? (await ensureCertificate()))
  const { hosts = ['127.0.0.1', '::1'], ports = {}, onError = logError } = options
  const servers: WebServer[] = []
  let respond: (request: Request) => Promise<Response> = respondWhileStarting

  const open = async (name: keyof SandboxOrigins): Promise<string> => {
    const { hostname, port, purpose } = services[name]
    const service = {
      port: ports[name] ?? port + sandbox.portOffset,
      certificate,
      onRequest: createRequestListener({
        origin: (actual) => `${scheme}://${hostname}:${actual}`,
        respond: (request) => respond(request),
        onError,
      }),
    }
    const actualPort = await openOnHosts(hosts, purpose, service, servers)
    return `${scheme}://${hostname}:${actualPort}`
  }
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()))
  }

  try {
    const origins = { home: await open('home'), ims: await open('ims'), aem: await open('aem') }
    respond = sandbox.servedAt(origins)
    return { origins, close }
  } catch (error) {
    await close()
    throw error
  }
}

// IMS is on another site than the applications, as Adobe's is: their cookies do not mix.
const services = {
  home: { hostname: 'localhost', port: 8440, purpose: "the sandbox's home page" },
  ims: { hostname: '127.0.0.1', port: 8443, purpose: 'Adobe IMS' },
  aem: { hostname: 'localhost', port: 8444, purpose: 'the AEM author' },
} as const satisfies Record<keyof SandboxOrigins, object>

type Service = Omit<WebServerOptions, 'host'>

/** Opens one port on each host, and returns it. */
async function openOnHosts(
  hosts: readonly string[],
  purpose: string,
  service: Service,
  servers: WebServer[],
): Promise<number> {
  let { port } = service
  let missing: unknown
  let isOpen = false
  for (const host of hosts) {
    try {
      const server = await openWebServer({ ...service, host, port })
      servers.push(server)
      port = server.port
      isOpen = true
    } catch (error) {
      // A computer without IPv6 has no ::1, and is none the worse for it.
      if (!isMissingAddress(error)) throw createPortError(port, purpose, error)
      missing = error
    }
  }
  if (!isOpen) throw createPortError(port, purpose, missing)
  return port
}

function isMissingAddress(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(readCode(error))
}

function createPortError(port: number, purpose: string, cause: unknown): SandboxError {
  const code = readCode(cause)
  const problem = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be had (${code})`
  return new SandboxError(
    'port_taken',
    `Port ${port}, which is for ${purpose}, ${problem}: stop that program, or move all ports with MUDBRICK_PORT_OFFSET=100 npm start.`,
    { port, cause },
  )
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

function respondWhileStarting(): Promise<Response> {
  const sentence = 'The Mudbrick sandbox is still starting: try again in a second.'
  return Promise.resolve(createPlainResponse({ status: 503, sentence }))
}

function logError(error: unknown, request: Request): void {
  const { origin, pathname } = new URL(request.url)
  console.error(`The sandbox failed at ${request.method} ${origin}${pathname}:`, error)
}
