import {
  createLogoutUrl,
  startAuthorization,
  type ImsClient,
  type StartAuthorizationOptions,
} from '@mudbrick/ims'
import { createAuthorizationRequest } from '@mudbrick/oauth'

import {
  navigate,
  type Clients,
  type Navigation,
  type NavigationDrive,
  type NavigationDrives,
} from './drive.ts'

/** An authorization request of our IMS client, which joins scopes with commas. */
function authorization(
  make: (clients: Clients) => ImsClient = ({ spa }) => spa(),
  options: StartAuthorizationOptions = {},
): NavigationDrive {
  return navigate(startAuthorization, (call, clients) => call(make(clients), options))
}

/** An authorization request of the OAuth client, which knows nothing of IMS. */
function oauthAuthorization(
  read: (clients: Clients) => Partial<Parameters<typeof createAuthorizationRequest>[0]>,
): NavigationDrive {
  return navigate(createAuthorizationRequest, (call, clients): Promise<Navigation> => {
    const { environment, clientId, redirectUri, scopes, clock } = clients.spa()
    const { authorizationEndpoint } = environment
    const common = { authorizationEndpoint, clientId, redirectUri, scopes, clock }
    return call({ ...common, scopeSeparator: ',', ...read(clients) })
  })
}

function logout(redirectUri?: string): NavigationDrive {
  return navigate(createLogoutUrl, (call, { spa }) => {
    const ims = spa()
    return { url: call(ims, { redirectUri: redirectUri ?? ims.redirectUri }) }
  })
}

const noPrompt = authorization(undefined, { prompt: 'none' })

export const navigationDrives: NavigationDrives = {
  'ims/authorize-v2.json': {
    "the tutorial's authorization request is answered with a code": authorization(),
    'state comes back as it went': authorization(),
    "a redirect URI that matches no pattern gives way to the default one: the tutorial's own .env asks for port 3000":
      authorization(({ spa }) => spa({ redirectUri: 'https://localhost:3000/callback' })),
    'a scope that the credential does not own': authorization(({ spa }) =>
      spa({ scopes: 'openid,creative_sdk' }),
    ),
    'prompt=none when no user is signed in': noPrompt,
    'a code is a JWT that says it is one, with a bare file name for x5u': authorization(),
    'scopes separated by spaces': oauthAuthorization(() => ({
      scopes: ['openid', 'AdobeID'],
      scopeSeparator: undefined,
    })),
    'code in the fragment, when asked for': authorization(undefined, { responseMode: 'fragment' }),
    'a redirect URI with a fragment of the library’s own, to which the answer is appended':
      oauthAuthorization(({ values }) => ({
        redirectUri: `${values['redirectUri']}#old_hash=&from_ims=true?client_id=${values['clientId']}&api=authorize&scope=${values['scopes']}`,
        responseMode: 'fragment',
      })),
    'locale, and what passport and the browser library add, are no hindrance': oauthAuthorization(
      () => ({
        extraParameters: { locale: 'de_DE', authlib: 'passport', jslVersion: 'v2-v0.57.0' },
      }),
    ),
    'prompt=none for a user who has signed in and not consented': noPrompt,
    'prompt=none for a user who has signed in and consented': noPrompt,
    'prompt=login shows the sign-in page to a user who has signed in': authorization(undefined, {
      prompt: 'login',
    }),
    'no user signed in: the sign-in page': authorization(),
    'signed in, not consented: the consent page': authorization(),
    'an unknown client: a page, and no redirect': authorization(({ spa }) =>
      spa({ clientId: 'client-id-123' }),
    ),
    'the Native App’s scheme': authorization(({ nativeApp }) => nativeApp()),
  },
  'ims/logout-v1.json': {
    'front channel: back to the application': logout(),
    'a redirect URI that is not registered leads to no other site': logout(
      'https://app.test/elsewhere',
    ),
    'the browser session is over': noPrompt,
  },
}
