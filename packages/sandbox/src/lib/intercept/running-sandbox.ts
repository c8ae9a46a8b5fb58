import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'

import type { SandboxOrigins } from '../origins.ts'
import { invalidConfiguration, SandboxError } from '../sandbox-error.ts'
import { isLoopback } from '../wire/loopback.ts'
import type { ServiceRole } from './adobe-hosts.ts'
import type { StandIn } from './stand-in.ts'

/**
 * Lets the sandbox that runs at this home origin answer. Where it names itself, in headers and in JSON or text,
 * the host that was asked takes its place.
 *
 * @throws {@link SandboxError} `invalid_configuration` when this is not an origin.
 */
export function standInWithRunningSandbox(home: string): (role: ServiceRole) => StandIn {
  const homeOrigin = parseHome(home)
  let known: SandboxOrigins | undefined
  return (role) => async (request) => {
    const { origin, pathname, search } = new URL(request.url)
    const origins = (known ??= await askForOrigins(homeOrigin))
    const answer = await send(request, new URL(pathname + search, origins[role]), homeOrigin)
    return rename(answer, origins[role], origin)
  }
}

function parseHome(home: string): string {
  const url = URL.canParse(home) ? new URL(home) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) {
    return url.origin
  }
  throw invalidConfiguration(
    `MUDBRICK_SANDBOX is not the origin of a sandbox's home page: set it to what the sandbox printed, such as https://localhost:8440.`,
  )
}

/** Its home page knows where the services are: their ports may be any. */
export async function askForOrigins(home: string): Promise<SandboxOrigins> {
  const answer = await send(
    new Request(`${home}/origins.json`),
    new URL('/origins.json', home),
    home,
  )
  const origins = readOrigins(await answer.text())
  if (origins !== undefined) return origins
  throw new SandboxError(
    'unknown_origin',
    `What answers at ${home}, which MUDBRICK_SANDBOX names, is not the home page of a sandbox: set it to the address that the sandbox calls Home.`,
  )
}

function readOrigins(text: string): SandboxOrigins | undefined {
  try {
    const { home, ims, aem, commerce }: Record<string, unknown> = JSON.parse(text)
    return isOrigin(home) && isOrigin(ims) && isOrigin(aem) && isOrigin(commerce)
      ? { home, ims, aem, commerce }
      : undefined
  } catch {
    return undefined
  }
}

function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value
}

async function send(request: Request, url: URL, home: string): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer())
  const headers = Object.fromEntries(
    [...request.headers].filter(([name]) => !connectionHeaders.includes(name)),
  )
  return new Promise((resolve, reject) => {
    const options = {
      method: request.method,
      headers: { ...headers, 'content-length': body.length },
      signal: request.signal,
      // Only this computer answers at its loopback addresses, so any certificate will do.
      rejectUnauthorized: !isLoopback(url.hostname),
      agent: false,
    } as const
    const send_ = url.protocol === 'https:' ? requestHttps : requestHttp
    const outgoing = send_(url, options, (incoming) => {
      const fields = new Headers()
      for (const [name, values] of Object.entries(incoming.headersDistinct)) {
        if (connectionHeaders.includes(name)) continue
        for (const value of values ?? []) fields.append(name, value)
      }
      const status = incoming.statusCode ?? 500
      const content = bodiless.includes(status) ? null : toWeb(incoming)
      resolve(new Response(content, { status, headers: fields }))
    })
    outgoing.on('error', (cause) => {
      const message = `No sandbox answers at ${home}, which MUDBRICK_SANDBOX names: start it, or unset MUDBRICK_SANDBOX to have one of this process's own.`
      reject(new SandboxError('unknown_origin', message, { cause }))
    })
    outgoing.end(body)
  })
}

/** Node and the web have each its own type for one and the same stream. */
function toWeb(incoming: Readable): ReadableStream {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Readable.toWeb(incoming) as ReadableStream
}

const bodiless = [204, 205, 304]

const connectionHeaders = [
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
]

async function rename(answer: Response, from: string, to: string): Promise<Response> {
  const headers = new Headers()
  for (const [name, value] of answer.headers) {
    headers.append(name, name === 'location' ? value.replaceAll(from, to) : value)
  }
  const { status } = answer
  const isText = /json|^text\//.test(headers.get('content-type') ?? '')
  if (answer.body === null || !isText) return new Response(answer.body, { status, headers })
  const text = await answer.text()
  return new Response(text.replaceAll(from, to), { status, headers })
}
