import type { Rule } from '../rule.ts'
import { inSource, isOfKind, lineOf, observeSource, placeOf } from './source-place.ts'

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12 */
export const stateMissing: Rule = {
  code: 'state_missing',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'authorization-request', ({ parameters }) =>
      parameters.includes('state')
        ? undefined
        : {
            sentence:
              'The authorization request has no state, or always the same one, so that the page accepts a code that another user started.',
            fix: 'Send a random state, keep it in sessionStorage, and compare it with the one in the answer.',
          },
    ),
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes */
export const nonceMissing: Rule = {
  code: 'nonce_missing',
  severity: 'advice',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'authorization-request', ({ parameters, responseType, lines }) => {
      const asksForIdToken = responseType !== undefined && /\bid_token\b/.test(responseType)
      if (parameters.includes('nonce')) return undefined
      if (!asksForIdToken && configuration.scopes?.names.includes('openid') !== true)
        return undefined
      return {
        sentence:
          'The authorization request has no nonce, so that an ID token cannot be told from that of another sign-in.',
        fix: 'Send a random nonce, and compare it with the claim nonce of the ID token.',
        // The ID token that an address brings is checked by nothing else.
        ...(asksForIdToken && { severity: 'warning' as const, ...lineOf(lines, 'response_type') }),
      }
    }),
}

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims */
export const pkceMissing: Rule = {
  code: 'pkce_missing',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'authorization-request', ({ challenge, runsIn, parameters }) =>
      challenge !== 'absent' || runsIn !== 'page' || parameters.includes('client_secret')
        ? undefined
        : {
            sentence:
              'A page signs users in without a code challenge, which IMS requires of single-page and native apps.',
            fix: 'Send code_challenge with code_challenge_method=S256, and the code verifier with the token request.',
          },
    ),
}

export const pkcePlain: Rule = {
  code: 'pkce_plain',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'authorization-request', ({ challenge, lines }) =>
      challenge !== 'plain'
        ? undefined
        : {
            ...lineOf(lines, 'code_challenge_method', 'code_challenge'),
            sentence:
              'The code challenge is, or can be, the code verifier itself: IMS takes the method plain when none is named.',
            fix: 'Send code_challenge_method=S256 with the SHA-256 hash of the verifier, and drop the method plain.',
          },
    ),
}

export const pkceWeakRandom: Rule = {
  code: 'pkce_weak_random',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'weak-random', ({ name }) => ({
      sentence: `${name} comes from Math.random, which others can foretell.`,
      fix: 'Take crypto.getRandomValues(new Uint8Array(32)), encoded as base64url.',
    })),
}

export const pkceHandmade: Rule = {
  code: 'pkce_handmade',
  severity: 'advice',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'handmade-challenge', ({ library }) => ({
      sentence: `The code challenge is computed by ${library}, which the platform does itself.`,
      fix: 'Use crypto.subtle.digest, or a client of OAuth that makes state, nonce and challenge, and remove the dependency.',
    })),
}

/** The token endpoint refuses a code when the two differ. */
export const redirectUriExchangeDiffers: Rule = {
  code: 'redirect_uri_exchange_differs',
  severity: 'warning',
  place: inSource,
  observe: ({ source }) => {
    const asked = source.flatMap((fact) => (isOfKind(fact, 'authorization-request') ? [fact] : []))
    const [first] = asked
    if (!first) return []
    return source.flatMap((fact) => {
      if (!isOfKind(fact, 'token-request') || fact.grantType !== 'authorization_code') return []
      const place = { ...placeOf(fact), ...lineOf(fact.lines, 'redirect_uri') }
      const { redirectUri } = fact
      if (redirectUri !== undefined && asked.every((each) => each.redirectUri !== undefined)) {
        if (asked.some((each) => each.redirectUri === redirectUri)) return []
        return [
          {
            ...place,
            sentence: `The token request has the redirect URI ${redirectUri}, but the authorization request has ${first.redirectUri}: a code is good only where they are the same.`,
            fix: 'Take both from one constant.',
          },
        ]
      }
      const sources = [first.redirectUriFrom, fact.redirectUriFrom].toSorted().join(' ')
      if (sources !== 'configuration location') return []
      return [
        {
          ...place,
          sentence:
            'The redirect URI of the token request and that of the authorization request come from two places, and a code is good only where they are the same.',
          fix: 'Take both from one constant.',
        },
      ]
    })
  },
}
