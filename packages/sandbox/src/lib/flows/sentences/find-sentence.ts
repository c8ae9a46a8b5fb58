import type { FieldPlace, Sentence } from '../explanation.ts'
import type { FlowService } from '../flow.ts'
import { aemSentences } from './aem.ts'
import { commerceSentences } from './commerce.ts'
import { requestHeaders, responseHeaders } from './http.ts'
import { claimSentences, imsSentences, redirectSentences, tokenHeaderSentences } from './ims.ts'
import { rfc, type SentenceTable, type ServiceSentences } from './sentence-table.ts'

const services: Readonly<Record<FlowService, ServiceSentences>> = {
  ims: imsSentences,
  aem: aemSentences,
  commerce: commerceSentences,
}

/** Where a field stands. */
export interface FieldSpot {
  readonly service: FlowService
  readonly part: 'request' | 'response'
  readonly place: FieldPlace
}

/** What a parameter, a header or a member is for. */
export function findSentence(name: string, spot: FieldSpot): Sentence | undefined {
  for (const table of tablesOf(spot)) {
    const sentence = find(table, normalize(name, spot.place)) ?? find(table, '*')
    if (sentence !== undefined) return sentence
  }
  return undefined
}

/** What a claim of a token, or a member of its header, is for. */
export function findClaimSentence(name: string, part: 'header' | 'claims'): Sentence | undefined {
  return find(part === 'header' ? tokenHeaderSentences : claimSentences, name)
}

const cookies: SentenceTable = {
  '*': ['What this origin has stored in the browser.', rfc(6265, '5.4')],
}

/** A validation answers with the claims of the token. */
const validatedToken: SentenceTable = Object.fromEntries(
  Object.entries(claimSentences).map(([name, sentence]) => [`token.${name}`, sentence]),
)

function tablesOf({ service, part, place }: FieldSpot): readonly SentenceTable[] {
  const sentences = services[service]
  const isRequest = part === 'request'
  const tables: Readonly<Record<FieldPlace, readonly SentenceTable[]>> = {
    query: [sentences.parameters],
    form: [sentences.parameters],
    header: isRequest
      ? [sentences.requestHeaders, requestHeaders]
      : [sentences.responseHeaders, responseHeaders],
    cookie: [cookies],
    json: isRequest ? [sentences.requestBody] : [sentences.responseBody, validatedToken],
    'redirect-query': [redirectSentences],
    'redirect-fragment': [redirectSentences],
  }
  return tables[place]
}

/** Numbers in brackets say which one of a list is meant, and nothing more. */
function normalize(name: string, place: FieldPlace): string {
  if (place === 'header') return name.toLowerCase()
  return name.replaceAll(/\[\d+\]/g, '[]')
}

function find(table: SentenceTable, name: string): Sentence | undefined {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  return found && { text: found[0], source: found[1] }
}
