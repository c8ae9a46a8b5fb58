import type { Sandbox } from '@mudbrick/sandbox'

/** Sends one request to the control API of a sandbox with its token; a body goes as JSON. */
export type ControlCaller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>

export function createControlCaller(sandbox: Sandbox): ControlCaller {
  return (method, path, body, headers = {}) =>
    sandbox.fetch(sandbox.origins.home + path, {
      method,
      headers: {
        authorization: `Bearer ${sandbox.controlToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
}
