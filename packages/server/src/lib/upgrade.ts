/**
 * Tells whether a request asks for another protocol on its connection, such as a WebSocket, by the
 * value of its `Upgrade` field. A request to continue in HTTP/2 can be ignored: the client then
 * continues in HTTP/1.1.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.8
 */
export function isUpgrade(value: string | null | undefined): boolean {
  const protocols = (value ?? '').split(',').map((protocol) => protocol.trim().toLowerCase())
  return protocols.some((protocol) => protocol !== '' && protocol !== 'h2c')
}

/** The answer to a request for another protocol. 426 would ask the client for an upgrade instead. */
export const upgradeProblem = {
  status: 501,
  detail: 'WebSockets and other upgrades are not supported here: send plain HTTP requests.',
} as const
