import { jsonAnswer } from '../wire/answer.ts'

/** What the placeholders of a message stand for: by name, or by number from 1. */
export type MessageParameters = Readonly<Record<string, string | number>> | readonly string[]

/**
 * An error as Commerce sends it: the message with its placeholders, which the client has to fill in.
 *
 * @see https://developer.adobe.com/commerce/webapi/get-started/gs-web-api-response/
 */
export function commerceError(
  status: number,
  message: string,
  parameters?: MessageParameters,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonAnswer({ message, ...(parameters && { parameters }) }, { status, headers })
}

/** The refusal of a value that is of another type. */
export function typeError(value: string, type: 'int'): Response {
  return commerceError(
    400,
    'The "%value" value\'s type is invalid. The "%type" type was expected. Verify and try again.',
    { value, type },
  )
}

/** An answer that says only that Commerce has failed; that of a 429 is documented, the others are inferred. */
export function failure(status: number): Response {
  if (status === 429) return jsonAnswer({ message: 'Too Many Requests', trace: null }, { status })
  if (status < 500) return commerceError(status, 'The request could not be served.')
  return commerceError(
    status,
    'Internal Error. Details are available in Magento log file. Report ID: webapi-0000000000000',
  )
}
