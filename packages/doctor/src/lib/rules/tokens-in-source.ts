import type { Rule } from '../rule.ts'
import { inSource, isOfKind, observeSource, placeOf } from './source-place.ts'

/** @see https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage */
export const tokenInLocalStorage: Rule = {
  code: 'token_in_local_storage',
  severity: 'warning',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'token-kept', () => ({
      sentence:
        'A token is kept in localStorage, where every script of the page reads it, even after the browser was closed.',
      fix: 'Keep it in memory, or in sessionStorage, and sign in again silently when it is gone.',
    })),
}

export const secretInBundle: Rule = {
  code: 'secret_in_bundle',
  severity: 'error',
  place: inSource,
  observe: (configuration) =>
    observeSource(configuration, 'secret', ({ runsIn, form }) =>
      runsIn !== 'page'
        ? undefined
        : {
            sentence:
              form === 'parameter'
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
    countsInMilliseconds(configuration.source)
      ? []
      : observeSource(configuration, 'expiry', ({ expression }) => ({
          sentence:
            expression === 'added'
              ? 'expires_in is added to milliseconds as it is, but /ims/token/v3 counts in seconds: the token seems to end after a minute and a half.'
              : 'expires_in is divided, but /ims/token/v3 counts in seconds: the token seems to end at once.',
          fix: 'Write Date.now() + expires_in * 1000.',
        })),
}

function countsInMilliseconds(source: Parameters<Rule['observe']>[0]['source']): boolean {
  return source.some(
    (fact) =>
      isOfKind(fact, 'address') &&
      /\/ims\/(?:token(?:\/v1)?\/?$|exchange\/|check\/)/.test(fact.value),
  )
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
