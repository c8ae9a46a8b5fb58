import type { Serving } from '../control/run.ts'
import type { SandboxOrigins } from '../origins.ts'
import { invalidConfiguration, SandboxError } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Certificate, ensureCertificate } from './certificate.ts'
import { trustCommands } from './trust-commands.ts'
import { type WebServer, type WebServerOptions, openWebServer } from './web-server.ts'
import { createPlainResponse } from './plain-answer.ts'
import { parsePublicUrl } from './public-url.ts'
import { errorCode } from './read-failure.ts'
import { createRequestListener } from './request-listener.ts'

/** How a sandbox listens. */
export interface ListenOptions {
  /** The certificate of all addresses; that of {@link ensureCertificate} by default. Plain HTTP needs none. */
  readonly certificate?: Pick<Certificate, 'certificate' | 'key'> &
    Partial<Pick<Certificate, 'caPath'>>
  /** Ports other than 8440, 8443, 8444 and 8445 plus the sandbox's offset; 0 lets the system choose. */
  readonly ports?: Partial<Readonly<Record<keyof SandboxOrigins, number>>>
  /** The IP addresses of this computer to listen on; 127.0.0.1 and ::1 by default. */
  readonly hosts?: readonly string[]
  /**
   * How other machines or containers reach the home page, such as `http://sandbox:8440`: its host is then that of
   * every service, and requests for that name are answered too.
   */
  readonly publicUrl?: string
  /** How a user moves the ports, as the end of the sentence of `port_taken`. */
  readonly portAdvice?: string
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
 * @throws {@link SandboxError} `port_taken` when a port cannot be had, and `invalid_configuration` for an
 *   invalid public URL; then nothing listens.
 */
export async function listen(
  sandbox: Pick<Sandbox, 'portOffset' | 'servedAt'> & Partial<Pick<Sandbox, 'scheme'>>,
  options: ListenOptions = {},
): Promise<ListeningSandbox> {
  // TypeScript reports this, JavaScript does not.
  if (typeof (sandbox as Partial<Sandbox> | undefined)?.servedAt !== 'function') {
    throw invalidConfiguration(
      'listen() needs a sandbox: give what createSandbox() returned, awaited.',
    )
  }
  const { scheme = 'https' } = sandbox
  const findOrigin = createOriginFinder(scheme, options.publicUrl)
  const certificate =
    scheme === 'http' ? undefined : (options.certificate ?? (await ensureCertificate()))
  const { hosts = ['127.0.0.1', '::1'], ports = {}, onError = logError } = options
  const { portAdvice = 'move all ports with MUDBRICK_PORT_OFFSET=100 npm start' } = options
  const servers: WebServer[] = []
  let respond: (request: Request) => Promise<Response> = respondWhileStarting

  const open = async (name: keyof SandboxOrigins): Promise<string> => {
    const { port, purpose } = services[name]
    const service = {
      port: ports[name] ?? port + sandbox.portOffset,
      certificate,
      onRequest: createRequestListener({
        origin: (actual) => findOrigin(name, actual),
        respond: (request) => respond(request),
        onError,
      }),
    }
    const createError = (failedPort: number, cause: unknown): SandboxError =>
      isForeignHost(cause)
        ? createHostError(hosts, cause)
        : createPortError(
            `Port ${failedPort}, which is for ${purpose},`,
            failedPort,
            portAdvice,
            cause,
          )
    return findOrigin(name, await openOnHosts(hosts, service, servers, createError))
  }
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()))
  }

  try {
    const origins = {
      home: await open('home'),
      ims: await open('ims'),
      aem: await open('aem'),
      commerce: await open('commerce'),
    }
    respond = sandbox.servedAt(origins, describeServing(certificate))
    return { origins, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** How browsers come to trust the certificate, where its authority is known. */
function describeServing(certificate: ListenOptions['certificate']): Serving {
  const authority = certificate?.caPath
  if (authority === undefined) return {}
  const trust: Serving['trust'] = () => {
    const { macOS, linux, windows } = trustCommands(authority)
    return {
      authority,
      commands: [
        { system: 'macOS', ...macOS },
        { system: 'linux', ...linux },
        { system: 'windows', ...windows },
      ],
    }
  }
  return { trust }
}

// IMS is on another site than the applications, as Adobe's is: their cookies do not mix.
const services = {
  home: { hostname: 'localhost', port: 8440, purpose: "the sandbox's home page" },
  ims: { hostname: '127.0.0.1', port: 8443, purpose: 'Adobe IMS' },
  aem: { hostname: 'localhost', port: 8444, purpose: 'the AEM author' },
  commerce: { hostname: 'localhost', port: 8445, purpose: 'Commerce' },
} as const satisfies Record<keyof SandboxOrigins, object>

/** The origin of a service, by the port that it listens on. */
function createOriginFinder(
  scheme: 'https' | 'http',
  publicUrl: string | undefined,
): (name: keyof SandboxOrigins, port: number) => string {
  const known = publicUrl === undefined ? undefined : parsePublicUrl(publicUrl, scheme)
  return (name, port) => {
    if (known !== undefined && name === 'home') return known.origin
    const { protocol, hostname } = known ?? {
      protocol: `${scheme}:`,
      hostname: services[name].hostname,
    }
    return new URL(`${protocol}//${hostname}:${port}`).origin
  }
}

type Service = Omit<WebServerOptions, 'host'>

/** Opens one port on each host, and returns it. */
async function openOnHosts(
  hosts: readonly string[],
  service: Service,
  servers: WebServer[],
  createError: (port: number, cause: unknown) => SandboxError,
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
      // A computer without IPv6 has no ::1, and needs none.
      if (!isMissingAddress(error)) throw createError(port, error)
      missing = error
    }
  }
  if (!isOpen) throw createError(port, missing)
  return port
}

function isMissingAddress(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error) ?? '')
}

/** No address of this computer, or a name that stands for none. */
function isForeignHost(error: unknown): boolean {
  return isMissingAddress(error) || ['ENOTFOUND', 'EAI_AGAIN'].includes(errorCode(error) ?? '')
}

function createHostError(hosts: readonly string[], cause: unknown): SandboxError {
  return invalidConfiguration(
    `${hosts.join(' and ')} ${hosts.length > 1 ? 'are' : 'is'} no address of this computer (${errorCode(cause) ?? 'unknown'}): name one of its own, such as 127.0.0.1, or 0.0.0.0 for all of them.`,
    cause,
  )
}

function createPortError(
  subject: string,
  port: number,
  advice: string,
  cause: unknown,
): SandboxError {
  const code = errorCode(cause) ?? 'unknown'
  const problem = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be had (${code})`
  const message = `${subject} ${problem}: stop that program, or ${advice}.`
  return new SandboxError('port_taken', message, { port, cause })
}

function respondWhileStarting(): Promise<Response> {
  const sentence = 'The Mudbrick sandbox is still starting: try again in a second.'
  return Promise.resolve(createPlainResponse({ status: 503, sentence }))
}

function logError(error: unknown, request: Request): void {
  const { origin, pathname } = new URL(request.url)
  console.error(`The sandbox failed at ${request.method} ${origin}${pathname}:`, error)
}
