import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'

import { SandboxError } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { explainRefusal, findHostRole, isServiceRole, type ServiceRole } from './adobe-hosts.ts'
import { bypassProxies } from './bypass-proxies.ts'
import { connectInMemory, connectToNothing } from './memory-connection.ts'
import { standInWithRunningSandbox } from './running-sandbox.ts'
import { standInWith, type StandIn } from './stand-in.ts'

/** What stands in for Adobe. */
export interface InterceptAdobeOptions {
  /**
   * A sandbox of this process, or the home origin of one that runs. By default one of this process's own, which is
   * created by the first request.
   */
  readonly sandbox?: Pick<Sandbox, 'servedAt'> | string
}

/** Ends an interception; `using` does so too. */
export interface AdobeInterception {
  (): void
  [Symbol.dispose](): void
}

/**
 * Sends what this process asks of Adobe's hosts to a sandbox, whichever client asks: `fetch`, `node:https`, undici.
 * A host of Adobe's that the sandbox does not stand in for is refused, and no other host is touched.
 *
 * @throws {@link SandboxError} `invalid_configuration` when `sandbox` is a text that is no origin.
 */
export function interceptAdobe(options: InterceptAdobeOptions = {}): AdobeInterception {
  const interception = { findStandIn: createFinder(options.sandbox) }
  if (interceptions.length === 0) redirectConnections()
  interceptions.push(interception)

  const stop = (): void => {
    const index = interceptions.indexOf(interception)
    if (index === -1) return
    interceptions.splice(index, 1)
    if (interceptions.length === 0) restoreConnections()
  }
  return Object.assign(stop, { [Symbol.dispose]: stop })
}

interface Interception {
  readonly findStandIn: (role: ServiceRole, hostname: string) => StandIn
}

/** The newest is in force. */
const interceptions: Interception[] = []

/** One stand-in per host, so that a connection that is kept open meets the same one. */
function createFinder(sandbox: InterceptAdobeOptions['sandbox']): Interception['findStandIn'] {
  const create =
    typeof sandbox === 'string'
      ? standInWithRunningSandbox(sandbox)
      : standInWith(sandbox === undefined ? once(createOwnSandbox) : () => sandbox)
  const standIns = new Map<string, StandIn>()
  return (role, hostname) => {
    const standIn = standIns.get(hostname) ?? create(role)
    standIns.set(hostname, standIn)
    return standIn
  }
}

/** Loaded by the first request, so that a program which never asks Adobe starts as fast as ever. */
async function createOwnSandbox(): Promise<Sandbox> {
  const { createSandbox } = await import('../sandbox.ts')
  return createSandbox()
}

function once<Value>(create: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: create() }).value
}

// Both are called with the `this` that they were called with.
// oxlint-disable-next-line typescript/unbound-method
const original = { tlsConnect: tls.connect, socketConnect: net.Socket.prototype.connect }

let restoreProxies = (): void => {}

/** Every client of Node's opens HTTPS connections here, and all connections by a socket's `connect()`. */
function redirectConnections(): void {
  restoreProxies = bypassProxies()
  tls.connect = connectSecurely
  net.Socket.prototype.connect = connectSocket
  syncBuiltinESMExports()
}

function restoreConnections(): void {
  restoreProxies()
  tls.connect = original.tlsConnect
  net.Socket.prototype.connect = original.socketConnect
  syncBuiltinESMExports()
}

function connectSecurely(...args: unknown[]): tls.TLSSocket {
  const { host, servername, tunnel, onConnect } = readArguments(args)
  const interception = interceptions.at(-1)
  // A request with a `Host` of its own has that as server name.
  const names = [servername, host].map(normalize)
  const hostname = names.find(isStoodInFor)
  const role = findHostRole(hostname ?? '')
  if (interception === undefined || hostname === undefined || !isServiceRole(role)) {
    const refused = names.find((name) => findHostRole(name) === 'refused')
    if (refused !== undefined && tunnel) return refuseTunnel(tunnel, refused)
    return Reflect.apply(original.tlsConnect, tls, args)
  }
  const standIn = interception.findStandIn(role, hostname)
  return endWith(original.tlsConnect(connectInMemory(hostname, standIn), onConnect), tunnel)
}

/** A client with a proxy agent of its own has a tunnel already, whose other end is Adobe. */
function refuseTunnel(tunnel: net.Socket, hostname: string): tls.TLSSocket {
  const socket = endWith(original.tlsConnect(connectToNothing()), tunnel)
  process.nextTick(() =>
    socket.destroy(new SandboxError('unknown_origin', explainRefusal(hostname))),
  )
  return socket
}

/** The tunnel stays open as long as the connection that takes its place, and keeps no program running. */
function endWith(socket: tls.TLSSocket, tunnel: net.Socket | undefined): tls.TLSSocket {
  tunnel?.unref()
  return socket.once('close', () => tunnel?.destroy())
}

function isStoodInFor(hostname: string): boolean {
  return isServiceRole(findHostRole(hostname))
}

/** Nothing of Adobe's gets past here, however it was opened. */
function connectSocket(this: net.Socket, ...args: unknown[]): net.Socket {
  const hostname = normalize(readArguments(args).host)
  const role = findHostRole(hostname)
  if (role === 'elsewhere') return Reflect.apply(original.socketConnect, this, args)
  const message = isStoodInFor(hostname)
    ? `The Mudbrick sandbox stopped a connection to ${hostname} that is not HTTPS: ask https://${hostname}.`
    : explainRefusal(hostname)
  process.nextTick(() => this.destroy(new SandboxError('unknown_origin', message)))
  return this
}

/** The forms of `tls.connect()` and `socket.connect()`: options, or port and host, or what `net.connect()` made of them. */
function readArguments(args: readonly unknown[]): {
  readonly host: string
  readonly servername: string
  /** A connection that the client has opened already, through a proxy. */
  readonly tunnel: net.Socket | undefined
  readonly onConnect: (() => void) | undefined
} {
  const flat = args.flat()
  const texts = flat.filter((argument) => typeof argument === 'string')
  const options: {
    readonly host?: unknown
    readonly servername?: unknown
    readonly socket?: unknown
  } = Object.assign({}, ...flat.filter((argument) => typeof argument === 'object'))
  const callback = flat.find((argument) => typeof argument === 'function')
  return {
    host: readText(options.host) ?? texts[0] ?? '',
    servername: readText(options.servername) ?? '',
    tunnel: options.socket instanceof net.Socket ? options.socket : undefined,
    onConnect: callback && (() => void Reflect.apply(callback, undefined, [])),
  }
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function normalize(hostname: string): string {
  return hostname.toLowerCase().replace(/\.$/, '')
}
