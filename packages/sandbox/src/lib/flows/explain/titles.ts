import type { Sentence } from '../explanation.ts'
import { pages, rfc } from '../sentences/sentence-table.ts'
import type { Trace } from '../trace.ts'

/** What an exchange is called, and what it is for. */
export interface Title {
  readonly title: string
  readonly about: Sentence
}

export function findTitle(trace: Trace): Title {
  const [title, text, source] = find(trace)
  return { title, about: { text, source } }
}

type Row = readonly [title: string, text: string, source: Sentence['source']]

function find(trace: Trace): Row {
  const { service, endpoint, isPreflight, isSilent, grantType, method } = trace
  if (isPreflight) return preflight
  if (service === 'aem') return method === 'GET' ? readAem : writeAem
  if (service === 'commerce') return callCommerce
  if (endpoint === 'authorize') return isSilent ? silentRequest : authorizationRequest
  if (endpoint === 'form') return trace.path.includes('/consent') ? consentForm : signInForm
  if (endpoint === 'token') return tokenRows.get(grantType ?? '') ?? tokenRequest
  return endpoint === undefined ? unknownPath : rows[endpoint]
}

const preflight: Row = [
  'Preflight',
  'The browser asks whether the page may send the request that follows; no page can do without it.',
  {
    name: 'Fetch: CORS-preflight fetch',
    url: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  },
]
const readAem: Row = [
  'Call of AEM',
  'The application reads from AEM on behalf of the user, with the access token.',
  pages.aemHowTo,
]
const writeAem: Row = [
  'Call of AEM',
  'The application changes something in AEM on behalf of the user, with the access token.',
  pages.aemHowTo,
]
const callCommerce: Row = [
  'Call of Commerce',
  'The application calls Commerce on behalf of the user, with the access token.',
  pages.commerceUser,
]
const authorizationRequest: Row = [
  'Authorization request',
  'The browser brings the user to IMS, which asks who it is and whether the application may. It answers with a page, or leads back to the application.',
  rfc(6749, '4.1.1'),
]
const silentRequest: Row = [
  'Authorization request without a page',
  'The application asks for a new code or token while the user is still signed in at IMS; prompt=none forbids every page.',
  pages.userIms,
]
const signInForm: Row = [
  'Sign-in form',
  'The user has chosen an account on the page of the sandbox, which stands in the place of Adobe’s.',
  pages.sandbox,
]
const consentForm: Row = [
  'Consent form',
  'The user has decided whether the application may do what it asks for.',
  pages.sandbox,
]
const tokenRequest: Row = ['Token request', 'The application asks for tokens.', rfc(6749, '3.2')]
const unknownPath: Row = [
  'Request to a path that is not served',
  'The sandbox has nothing at this path.',
  pages.sandbox,
]

const tokenRows: ReadonlyMap<string, Row> = new Map<string, Row>([
  [
    'authorization_code',
    [
      'Token request with a code',
      'The application exchanges the code for tokens, and proves that the code is its own.',
      rfc(6749, '4.1.3'),
    ],
  ],
  [
    'refresh_token',
    [
      'Token request with a refresh token',
      'The application gets new tokens without the user.',
      rfc(6749, '6'),
    ],
  ],
  [
    'client_credentials',
    [
      'Token request of a service',
      'A program signs in itself, with its client secret; no user takes part.',
      rfc(6749, '4.4.2'),
    ],
  ],
])

const rows: Readonly<
  Record<Exclude<Trace['endpoint'], undefined | 'authorize' | 'form' | 'token'>, Row>
> = {
  jwt: [
    'Exchange of a service account’s JWT',
    'A program signs in with an assertion, which Adobe has retired.',
    pages.oldIms,
  ],
  'session-token': [
    'Token for the browser session',
    'Adobe’s browser library asks for a token by the cookie of IMS alone.',
    pages.library,
  ],
  userinfo: ['Profile of the user', 'The application reads who has signed in.', rfc(6750, '2.1')],
  profile: [
    'Profile of the user, in IMS’s words',
    'Adobe’s own libraries read who has signed in.',
    pages.oldIms,
  ],
  organizations: [
    'Organizations of the user',
    'The application reads to which organizations the user belongs.',
    pages.nodeLibrary,
  ],
  validate: [
    'Validation of a token',
    'The application asks IMS whether a token is good.',
    pages.nodeLibrary,
  ],
  revoke: ['Revocation', 'The application ends a token.', rfc(7009, '2')],
  logout: ['Sign-out', 'The user signs out at IMS in this browser.', pages.userIms],
  discovery: [
    'Discovery document',
    'A program reads where the endpoints of IMS are.',
    {
      name: 'OpenID Connect Discovery §4',
      url: 'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig',
    },
  ],
  keys: [
    'Keys of IMS',
    'A program reads the keys that ID tokens are checked with.',
    rfc(7517, '5'),
  ],
}
