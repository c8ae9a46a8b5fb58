import type { Rule } from '../rule.ts'
import { inSource, isOfKind, observeSource, placeOf } from './source-place.ts'

/** @see https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage */
export const tokenInLocalStorage: Rule = {
  code: 'token_in_local_storage',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'token-kept', ({ storage }) =>
      storage !== 'localStorage'
        ? undefined
        : {
            sentence:
              'A token is kept in localStorage, where every script of the page reads it, even after the browser was closed.',
            fix: 'Keep it in memory, or in sessionStorage, and sign in again silently when it is gone.',
          },
    ),
}

/** @see https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#httponly-attribute */
export const tokenInReadableCookie: Rule = {
  code: 'token_in_readable_cookie',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'token-kept', ({ storage }) =>
      storage !== 'cookie'
        ? undefined
        : {
            sentence:
              'A page writes a token into a cookie, which every script of the page reads, and which the browser sends with every request to the site.',
            fix: 'Keep it in memory, or let a server set the cookie with HttpOnly, Secure and SameSite.',
          },
    ),
}

export const secretInBundle: Rule = {
  code: 'secret_in_bundle',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'secret', ({ runsIn, form }) =>
      runsIn !== 'page' || form === 'address'
        ? undefined
        : {
            sentence:
              form === 'build'
                ? 'The build writes a client secret into the page, where every visitor can read it.'
                : form === 'parameter'
                  ? 'A page sends a client secret, which every visitor can read, and which IMS refuses from a single-page app (“unexpected client_secret parameter”).'
                  : 'A file of the page holds a client secret, which every visitor can read.',
            fix: 'Remove it, replace the secret in the Developer Console, and use a single-page app credential, which has none.',
          },
    ),
}

/** Version 3 of the token endpoint counts in seconds, versions 1 and the exchange of a JWT in milliseconds. */
export const expiryWrongUnit: Rule = {
  code: 'expiry_wrong_unit',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'expiry', ({ expression, file }) => {
      const isInMilliseconds = countsInMilliseconds(configuration.source, file)
      if (expression === 'multiplied') {
        if (isInMilliseconds !== 'here') return undefined
        return {
          sentence:
            'expires_in is multiplied by 1000, but this version of the token endpoint counts in milliseconds already: the token seems to be good for years.',
          fix: 'Ask /ims/token/v3, which counts in seconds.',
        }
      }
      if (isInMilliseconds !== 'no') return undefined
      if (expression === 'delay') {
        return {
          sentence:
            'expires_in is taken for milliseconds here, but /ims/token/v3 counts in seconds: what should last a day lasts a minute and a half.',
          fix: 'Write expires_in * 1000.',
        }
      }
      return {
        sentence:
          expression === 'added'
            ? 'expires_in is added to milliseconds as it is, but /ims/token/v3 counts in seconds: the token seems to end after a minute and a half.'
            : 'expires_in is divided, but /ims/token/v3 counts in seconds: the token seems to end at once.',
        fix: 'Write Date.now() + expires_in * 1000.',
      }
    }),
}

/** A file that names an endpoint counts as that one does; others as any of the application may. */
function countsInMilliseconds(
  source: Parameters<Rule['observe']>[0]['source'],
  file: string,
): 'here' | 'elsewhere' | 'no' {
  const addresses = source.flatMap((fact) => (isOfKind(fact, 'address') ? [fact] : []))
  const old = addresses.filter(({ value }) =>
    /\/ims\/(?:token(?:\/v1)?\/?$|exchange\/|check\/)/.test(value),
  )
  if (old.some((fact) => fact.file === file)) return 'here'
  const isNew = addresses.some(
    (fact) => fact.file === file && /\/ims\/token\/v[234]/.test(fact.value),
  )
  return old.length > 0 && !isNew ? 'elsewhere' : 'no'
}

export const expiryIgnored: Rule = {
  code: 'expiry_ignored',
  severity: 'advice',
  place: inSource,
  observe: ({ source }) => {
    if (source.some((fact) => isOfKind(fact, 'reads-expiry'))) return []
    if (!source.some((fact) => isOfKind(fact, 'token-kept'))) return []
    const request = source.find(
      (fact) => isOfKind(fact, 'token-request') && fact.grantType === 'authorization_code',
    )
    if (!request) return []
    return [
      {
        ...placeOf(request),
        sentence:
          'No file reads expires_in, so that the application goes on with a token which has ended.',
        fix: 'Keep Date.now() + expires_in * 1000 with the token, and sign in again before that.',
      },
    ]
  },
}

/** IMS gives a new refresh token each time, and the one that was used ends. */
export const refreshTokenReused: Rule = {
  code: 'refresh_token_reused',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'token-request', ({ grantType, keepsRefreshToken }) =>
      grantType !== 'refresh_token' || keepsRefreshToken
        ? undefined
        : {
            sentence:
              'The access token of a refresh is kept and the new refresh token is not: IMS ends the old one when it is used, so that the next refresh fails.',
            fix: 'Store the refresh_token of each answer before anything else uses it.',
          },
    ),
}

export const statusTextInError: Rule = {
  code: 'status_text_in_error',
  severity: 'advice',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'status-text', () => ({
      sentence: 'An error is told by statusText, which is empty over HTTP/2, as Adobe answers.',
      fix: 'Tell the status, and the detail of the JSON body (application/problem+json).',
    })),
}

/** @see https://developer.adobe.com/express/embed-sdk/docs/ */
export const expressSdkOutdated: Rule = {
  code: 'express_sdk_outdated',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'express-sdk', ({ use }) => ({
      sentence:
        use === 'script'
          ? 'The page loads version 1 or 2 of the Adobe Express Embed SDK, which ended in May 2025.'
          : 'The page calls exchangeAuthCodeForToken, which the Adobe Express Embed SDK does not have since version 2.',
      fix: 'Load https://cc-embed.adobe.com/sdk/v4/CCEverywhere.js, and remove the redirect page: the SDK signs users in.',
    })),
}
