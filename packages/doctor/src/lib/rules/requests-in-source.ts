import type { Rule } from '../rule.ts'
import { inSource, isOfKind, lineOf, observeSource, placeOf } from './source-place.ts'

/** A parameter of another name is no error to IMS: it is passed over. */
export const parameterMisnamed: Rule = {
  code: 'parameter_misnamed',
  severity: 'error',
  place: inSource,
  observe: ({ source }) =>
    source.flatMap((fact) => {
      if (!isOfKind(fact, 'authorization-request') && !isOfKind(fact, 'token-request')) return []
      return misnamed.flatMap(([wrong, right, effect]) =>
        !fact.parameters.includes(wrong) || fact.parameters.includes(right)
          ? []
          : [
              {
                ...placeOf(fact),
                ...lineOf(fact.lines, wrong),
                sentence: `The request sends ${wrong}, which IMS does not know and passes over, so that ${effect}.`,
                fix: `Write ${right}.`,
              },
            ],
      )
    }),
}

const toDefault = 'it sends the user to the default redirect URI'
const misnamed = [
  ['redirect_url', 'redirect_uri', toDefault],
  ['redirectUri', 'redirect_uri', toDefault],
  ['callback_url', 'redirect_uri', toDefault],
  ['scopes', 'scope', 'it sees no scope at all'],
] as const

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation */
export const implicitFlow: Rule = {
  code: 'implicit_flow',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'authorization-request', ({ responseType = '', lines }) =>
      responseType.split(/\s+/).includes('token')
        ? {
            ...lineOf(lines, 'response_type'),
            sentence:
              'The authorization request asks for an access token in the address (response_type=token), which credentials that the Developer Console makes today do not get, and which stays in the history of the browser.',
            fix: 'Write response_type=code with a code challenge, and exchange the code at /ims/token/v3.',
          }
        : undefined,
    ),
}

/** @see https://developer.mozilla.org/en-US/docs/Web/API/URLSearchParams */
export const parameterEncodedTwice: Rule = {
  code: 'parameter_encoded_twice',
  severity: 'error',
  place: inSource,
  observe: ({ source }) =>
    source.flatMap((fact) =>
      isOfKind(fact, 'authorization-request')
        ? (fact.encodedTwice ?? []).map((name) => ({
            ...placeOf(fact),
            ...lineOf(fact.lines, name),
            sentence: `${name} is encoded by encodeURIComponent and then by URLSearchParams again, so that IMS reads another value.`,
            fix: 'Remove encodeURIComponent.',
          }))
        : [],
    ),
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.3 */
export const codeChallengeMethodUnknown: Rule = {
  code: 'code_challenge_method_unknown',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'authorization-request', ({ challengeMethod: method, lines }) =>
      method === undefined || method === 'S256' || method === 'plain'
        ? undefined
        : {
            ...lineOf(lines, 'code_challenge_method'),
            sentence: `The code challenge method is ${method}, but IMS knows S256 and plain, in these letters.`,
            fix: 'Write S256.',
          },
    ),
}

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims */
export const grantTypeUnknown: Rule = {
  code: 'grant_type_unknown',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'token-request', ({ grantType, lines }) => {
      if (grantType === undefined) return undefined
      const meant = grantTypes.find((known) => letters(known) === letters(grantType))
      if (meant === undefined || meant === grantType) return undefined
      return {
        ...lineOf(lines, 'grant_type'),
        sentence: `The token request has the grant type ${grantType}, which IMS does not know: it answers unsupported_grant_type.`,
        fix: `Write ${meant}.`,
      }
    }),
}

const grantTypes = ['authorization_code', 'refresh_token', 'client_credentials'] as const

function letters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace(/s$/, '')
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
export const codeVerifierTooShort: Rule = {
  code: 'code_verifier_too_short',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'short-verifier', ({ length }) => ({
      sentence: `The code verifier has ${length} characters, but IMS asks for at least 43.`,
      fix: 'Take 32 random bytes, encoded as base64url, which are 43 characters.',
    })),
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export const codeChallengeWrongEncoding: Rule = {
  code: 'code_challenge_wrong_encoding',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'challenge-encoding', ({ encoding }) => ({
      sentence: `The code challenge is encoded as ${encoding}, but IMS compares it with base64url, so that it refuses the code.`,
      fix:
        encoding === 'hex'
          ? 'Encode the hash as base64url: digest("base64url") in Node.js.'
          : 'Put - for +, _ for / and nothing for =, or take digest("base64url") in Node.js.',
    })),
}

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims */
export const tokenRequestNotForm: Rule = {
  code: 'token_request_not_form',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'json-token-request', () => ({
      sentence:
        'The token request is sent as JSON, but the token endpoint reads a form, so that it sees no grant_type.',
      fix: 'Send new URLSearchParams({ … }) as the body, with Content-Type application/x-www-form-urlencoded.',
    })),
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
export const secretInAddress: Rule = {
  code: 'secret_in_address',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'secret', ({ form }) =>
      form !== 'address'
        ? undefined
        : {
            sentence:
              'The client secret is part of the address of a request, which proxies and servers write into their logs.',
            fix: 'Send client_secret in the body of the form, or in the header Authorization as Basic.',
          },
    ),
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12 */
export const stateNotChecked: Rule = {
  code: 'state_not_checked',
  severity: 'warning',
  place: inSource,
  observe: ({ source }) => {
    const sendsState = source.some(
      (fact) => isOfKind(fact, 'authorization-request') && fact.parameters.includes('state'),
    )
    if (!sendsState || source.some((fact) => isOfKind(fact, 'reads-state'))) return []
    return source.flatMap((fact) =>
      isOfKind(fact, 'token-request') && fact.grantType === 'authorization_code'
        ? [
            {
              ...placeOf(fact),
              sentence:
                'A code is exchanged, but no file compares the state of the answer with the one that was sent, so that the application accepts a code which another user started.',
              fix: 'Compare the parameter state of the address with the one that was kept, and stop when they differ.',
            },
          ]
        : [],
    )
  },
}

/** @see https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue */
export const certificateChecksOff: Rule = {
  code: 'certificate_checks_off',
  severity: 'warning',
  place: inSource,
  observe: (configuration) => [
    ...observeSource(configuration, 'certificate-checks-off', () => ({
      sentence:
        'Certificates are not checked, so that others on the network can read secrets and tokens, and a wrong certificate is never seen.',
      fix: 'Remove it, and give the certificate authority of a local server by NODE_EXTRA_CA_CERTS.',
    })),
    ...configuration.variables.flatMap(({ name, value }) =>
      name === 'NODE_TLS_REJECT_UNAUTHORIZED' && value.trim() === '0'
        ? [
            {
              file: configuration.variablesFile,
              ...configuration.variablePlaces[name],
              sentence: `${name}=0 switches the checks of all certificates off, so that others on the network can read secrets and tokens.`,
              fix: 'Remove it, and give the certificate authority of a local server by NODE_EXTRA_CA_CERTS.',
            },
          ]
        : [],
    ),
  ],
}

/** @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Cross-Origin-Opener-Policy */
export const openerPolicyCutsPopup: Rule = {
  code: 'opener_policy_cuts_popup',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    configuration.source.some((fact) => isOfKind(fact, 'popup'))
      ? observeSource(configuration, 'opener-policy', () => ({
          sentence:
            'Cross-Origin-Opener-Policy is same-origin, which cuts the page off from the popup that signs users in, so that it never hears of it.',
          fix: 'Write same-origin-allow-popups, or sign in by a redirect.',
        }))
      : [],
}
