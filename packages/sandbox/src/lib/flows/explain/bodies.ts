import { redactJson, redactText } from '../../journal/redact.ts'
import type { ExplainedPart } from '../explanation.ts'
import type { Examined } from './examined.ts'

type Body = Pick<ExplainedPart, 'body' | 'bodyNote'>

/** The body of the request as it may be shown; a form is shown by its fields. */
export function describeRequestBody(exchange: Examined): Body {
  const { recorded, requestJson, form, header, trace } = exchange
  const { requestBody, lengths } = recorded
  const announced = Number(header('content-length') ?? 0)
  if (trace.endpoint === 'form' && trace.path.includes('/sign-in')) {
    return { bodyNote: 'The form of the sign-in page may hold a password: it is not kept.' }
  }
  if (recorded.isWithoutBodies) return withoutBody
  if (requestBody === undefined) {
    return announced > 0
      ? {
          bodyNote: `${count(announced)} were announced; the body was not read, or is longer than 256 KiB, and is not kept.`,
        }
      : {}
  }
  if (requestBody.byteLength === 0) return {}
  const cut = lengths.request > requestBody.byteLength ? cutNote(count(lengths.request)) : undefined
  if (requestJson !== undefined) return { body: redactJson(requestJson) }
  if (form.length > 0) return cut === undefined ? {} : { bodyNote: cut }
  const type = header('content-type') ?? 'of no named type'
  const text = readText(requestBody)
  if (text === undefined) {
    return { bodyNote: `The body is binary, ${type}, ${count(lengths.request)}: it is not shown.` }
  }
  const isBroken = /json/i.test(type) && cut === undefined
  const note = isBroken ? 'The body is called JSON and cannot be read as JSON.' : cut
  return { body: redactText(text), ...(note !== undefined && { bodyNote: note }) }
}

/** The body of the answer as it may be shown. */
export function describeResponseBody({ recorded, answer, service }: Examined): Body {
  const { responseText, lengths, fault, status } = recorded
  if (recorded.isWithoutBodies) return withoutBody
  if (responseText === undefined) {
    return fault !== undefined && status !== undefined
      ? { bodyNote: 'A fault changed or broke the body on its way: it is not kept.' }
      : {}
  }
  if (responseText === '') return {}
  const harmless = service === 'commerce' ? 'code' : undefined
  const body = answer === undefined ? redactText(responseText) : redactJson(answer, '', harmless)
  const isCut = lengths.response > responseText.length
  return { body, ...(isCut && { bodyNote: cutNote(`${lengths.response} characters`) }) }
}

const withoutBody: Body = {
  bodyNote: 'The body is no longer kept: it made room for newer exchanges.',
}

function cutNote(whole: string): string {
  return `Of ${whole}, the first 16 KiB are kept.`
}

function count(bytes: number): string {
  return `${new Intl.NumberFormat('en-GB').format(bytes)} bytes`
}

/** The text of bytes that are text, even where the last character is cut. */
function readText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes)
  const odd = Array.from(text.slice(0, 2000)).filter(isOdd).length
  return odd > 2 ? undefined : text
}

function isOdd(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code === 0xff_fd || (code < 32 && code !== 9 && code !== 10 && code !== 13)
}
