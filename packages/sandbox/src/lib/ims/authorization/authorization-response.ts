import type { HintCode } from '../../journal/hints.ts'
import type { AuthorizationContext } from './authorization-context.ts'

/** As Adobe documents. */
export const maxStateLength = 4096

/** Sends the browser back to the client with an error (RFC 6749 §4.1.2.1), and notes what it does not say. */
export function redirectWithError(
  context: AuthorizationContext,
  error: string,
  hint?: HintCode,
): Response {
  if (hint !== undefined) context.hint(hint)
  return redirectToClient(context, { error })
}

/** Sends the browser back to the client, in the query or in the fragment, with `state` as it came. */
export function redirectToClient(
  context: AuthorizationContext,
  answer: Readonly<Record<string, string>>,
): Response {
  const state = readState(context)
  const parameters = new URLSearchParams({
    ...answer,
    ...(state !== undefined && { state }),
    // RFC 9207 §2: errors too.
    ...(context.services.behavior.issuerInResponse && { iss: context.origins.ims }),
  })
  return new Response(null, {
    status: 302,
    headers: {
      location: append(context.redirectUri.uri, parameters, context.responseMode),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}

/** The state, if IMS accepts its length: a longer one is refused, and not sent back. */
function readState({ parameters }: AuthorizationContext): string | undefined {
  const state = parameters.get('state')
  return state === undefined || state.length > maxStateLength ? undefined : state
}

/**
 * A fragment that the client had put into its redirect URI stays in front of ours. Adobe's own browser library
 * sends such a redirect URI and reads even a code from its end (client-code).
 */
function append(uri: string, parameters: URLSearchParams, mode: 'query' | 'fragment'): string {
  const url = new URL(uri)
  if (url.hash !== '') {
    const isContinued = mode === 'fragment' || url.href.includes('?')
    return `${url.href}${isContinued ? '&' : '?'}${parameters}`
  }
  if (mode === 'fragment') {
    url.hash = `#${parameters}`
    return url.href
  }
  for (const [name, value] of parameters) url.searchParams.set(name, value)
  return url.href
}
