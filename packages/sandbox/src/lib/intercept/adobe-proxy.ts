import { createServer, request as requestHttp, type Server } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import { ensureCertificate } from '../node/certificate.ts'
import { createRequestListener } from '../node/request-listener.ts'
import type { Sandbox } from '../sandbox.ts'
import { explainRefusal, findHostRole, type HostRole } from './adobe-hosts.ts'
import { answerOrExplain, homeHost, standInAtHome, standInFor, standInWith } from './stand-in.ts'

/** A proxy that listens. */
export interface AdobeProxy {
  /** What a browser is to be given as its proxy. */
  readonly address: string
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>
}

/**
 * Opens a proxy on this computer that answers for Adobe's hosts with a sandbox, shows the sandbox's own pages at
 * `https://sandbox.test`, and passes on everything else. To a
 * browser nothing is special, so that redirects, preflights, workers and pop-ups act as they do in production; it
 * only has to accept a certificate that is not Adobe's.
 */
export async function openAdobeProxy(sandbox: Pick<Sandbox, 'servedAt'>): Promise<AdobeProxy> {
  const findServer = rememberServers(sandbox, await ensureCertificate())
  const connections = new Set<Duplex>()
  const remember = (connection: Duplex): void => {
    connections.add(connection.on('close', () => connections.delete(connection)))
    // A client that ends a connection early needs no answer.
    connection.on('error', () => connection.destroy())
  }

  const proxy = createServer(passOn)
  proxy.on('connection', remember)
  proxy.on('connect', ({ url = '' }: IncomingMessage, near: Duplex, head: Buffer) => {
    const { hostname, port } = new URL(`https://${url}`)
    const role = findHostRole(hostname)
    if (role === 'elsewhere' && hostname !== homeHost) {
      const far = connect(Number(port || 443), hostname.replace(/^\[|\]$/g, ''))
      remember(far.once('close', () => near.destroy()))
      far.once('connect', () => join(near, far, head))
    } else {
      near.write(established)
      near.unshift(head)
      findServer(hostname, role).emit('connection', near)
    }
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve)
  })
  return {
    address: `http://127.0.0.1:${readPort(proxy)}`,
    close: async () => {
      for (const connection of connections) connection.destroy()
      await new Promise((resolve) => {
        proxy.close(resolve)
      })
    },
  }
}

const established = 'HTTP/1.1 200 Connection Established\r\n\r\n'

/** A server for each host, since a server answers for one. */
function rememberServers(
  sandbox: Pick<Sandbox, 'servedAt'>,
  { certificate, key }: { readonly certificate: string; readonly key: string },
): (hostname: string, role: HostRole) => Server {
  const known = new Map<string, Server>()
  const create = standInWith(() => sandbox)
  return (hostname, role) => {
    const standIn =
      hostname === homeHost ? standInAtHome(sandbox) : standInFor(create, hostname, role)
    const respond = answerOrExplain(hostname, standIn)
    const options = { origin: () => `https://${hostname}`, respond, onError: () => {} }
    const server =
      known.get(hostname) ??
      createSecureServer({ cert: certificate, key }, createRequestListener(options))
    known.set(hostname, server)
    return server
  }
}

function join(near: Duplex, far: Socket, head: Buffer): void {
  near.write(established)
  far.write(head)
  near.pipe(far).pipe(near)
}

/** A request without TLS, which a proxy is asked for by its whole address. */
function passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { url = '', method, headers } = incoming
  const hostname = URL.canParse(url) ? new URL(url).hostname : ''
  const role = findHostRole(hostname)
  if (hostname === '' || role !== 'elsewhere') {
    outgoing.writeHead(502).end(explainRefusal(hostname))
    return
  }
  const onward = requestHttp(url, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

function readPort(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
