import { loopbackNames } from './loopback-names.ts'

/** By which names a server is asked for, and where it is then. */
export interface OwnHosts {
  /** Scheme, host and port at which every request is seen. */
  readonly origin: string
  /** Whether the value of a `Host` field is one of the server's names, with its port. */
  readonly includes: (host?: string) => boolean
}

/** The names of a server at an origin, of which one port of this computer is listened on. */
export function createOwnHosts(origin: string, port: number): OwnHosts {
  const { protocol, host } = new URL(origin)
  const names = loopbackNames.map(({ value }) => (value.includes(':') ? `[${value}]` : value))
  // Parsed, a host is without the port that its scheme implies, as clients send it.
  const onLoopback = names.map((name) => new URL(`${protocol}//${name}:${port}`).host)
  const hosts = new Set([host, ...onLoopback])
  return { origin, includes: (name = '') => hosts.has(name) || hosts.has(name.toLowerCase()) }
}
