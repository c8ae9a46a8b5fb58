import { readBoundedBody } from './bounded-body.ts'

const maxBodyBytes = 256 * 1024

/** The body as JSON, or `undefined` when it is not JSON or is longer than 256 KiB. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const bytes = await readBoundedBody(request, maxBodyBytes)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return value
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
