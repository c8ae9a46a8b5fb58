import { AemError, isMudbrickError } from '@mudbrick/aem'

import type { Failure } from './failure.ts'

/** Says, in the user's words, why AEM gave no content. */
export function describeAemFailure(error: unknown, aemOrigin: string, pageOrigin: string): Failure {
  if (error instanceof AemError) return describeRefusal(error)
  if (isMudbrickError(error) && error.code === 'network_failed') {
    return {
      title: 'AEM could not be reached',
      explanation: `The browser got no answer from ${aemOrigin} that this page may read.`,
      advice: [
        `AEM answers other sites only if its CORS policy lists them: it must allow ${pageOrigin}, the path /adobe/sites/ and the header Authorization.`,
        'The environment may be stopped, or the address in REACT_APP_AEM_ASSET_HOSTNAME wrong.',
      ],
      origin: aemOrigin,
    }
  }
  return {
    title: 'AEM gave no usable answer',
    explanation: error instanceof Error ? error.message : String(error),
    advice: [],
  }
}

function describeRefusal({ message, retryable, retryAfterMs, status }: AemError): Failure {
  if (status === 403) return { title: 'AEM refused the request', explanation: message, advice: [] }
  if (!retryable) {
    return { title: 'AEM did not accept the request', explanation: message, advice: [] }
  }
  return {
    title: status === 429 ? 'AEM asks for patience' : 'AEM is in trouble',
    explanation: message,
    advice:
      retryAfterMs === undefined ? [] : [`It asks for ${Math.ceil(retryAfterMs / 1000)} seconds.`],
  }
}
