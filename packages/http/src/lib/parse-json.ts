import { explains } from '@mudbrick/http/explains'
import type { ReceivedResponse } from './received-response.ts'
import { UnexpectedResponseError } from './unexpected-response-error.ts'

/** Options of parsing a response. */
export interface ParseJsonOptions {
  /** What to do when HTML came instead, in words that end a sentence. */
  readonly htmlAdvice?: string | undefined
}

/**
 * Parses the body of a response as JSON.
 *
 * @throws {@link UnexpectedResponseError} `not_json`
 */
export function parseJson(received: ReceivedResponse, options: ParseJsonOptions = {}): unknown {
  try {
    return JSON.parse(received.text)
  } catch {
    // The SyntaxError is not passed on as the cause: its message quotes the body, which may hold a token.
    const isHtml = /^\s*</.test(received.text)
    throw new UnexpectedResponseError('not_json', received, {
      found: explains && `with ${isHtml ? 'HTML' : 'something'} where JSON was expected`,
      isHtml,
      advice: isHtml ? options.htmlAdvice : undefined,
    })
  }
}
