import { ControlFailure } from './control-failure.ts'

/** What a call sends. */
export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** The control token, where no cookie opens the control API yet. */
  readonly token?: string
}

/**
 * Asks the control API of the sandbox.
 *
 * @param path - below `/control`
 * @throws {@link ControlFailure}
 */
export async function call<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = 'GET', body, signal, token } = options
  let response: Response
  try {
    response = await fetch(`/control${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ControlFailure(0, 'unreachable', 'The sandbox does not answer: is it still running?')
  }
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : readJson(text)
  // The control API answers with what its operation says.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (response.ok) return answer as Answer
  throw new ControlFailure(
    response.status,
    textOf(answer, 'code') ?? 'refused',
    textOf(answer, 'detail') ?? `The sandbox answered with ${response.status}.`,
  )
}

function textOf(answer: unknown, member: string): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const value: unknown = Reflect.get(answer, member)
  return typeof value === 'string' ? value : undefined
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
