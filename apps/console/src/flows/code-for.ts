import type { Exchange } from '@mudbrick/sandbox'

/** The call of Mudbrick's packages that sends such a request; nothing where there is none. */
export function codeFor({ method, url }: Pick<Exchange, 'method' | 'url'>): string | undefined {
  const { pathname } = new URL(url)
  const found = calls.find(({ methods, path }) => methods.includes(method) && path.test(pathname))
  return found?.code
}

interface Call {
  readonly methods: readonly string[]
  readonly path: RegExp
  readonly code: string
}

const session = [
  take('createSession', 'browser'),
  take('createImsClient', 'ims'),
  '',
  "const ims = createImsClient({ credential: 'single-page-app', clientId, redirectUri, scopes, environment })",
  'const session = createSession({ ims, allowedOrigins: [aemOrigin] })',
]

const aem = [
  take('createAemClient', 'aem'),
  '',
  'const aem = createAemClient({ origin: aemOrigin, apiKey: clientId, fetch: session.fetch })',
]

const commerce = [
  take('createCommerceClient', 'commerce'),
  '',
  'const commerce = createCommerceClient({ origin: commerceOrigin, fetch: session.fetch })',
]

const calls: readonly Call[] = [
  call(['GET'], /^\/ims\/authorize/, session, 'await session.signIn()'),
  call(['POST'], /^\/ims\/token/, session, 'await session.finishSignIn()'),
  call(['GET', 'POST'], /^\/ims\/(?:logout|revoke)/, session, 'await session.signOut()'),
  call(
    ['GET'],
    /^\/{1,2}adobe\/sites\/cf\/models/,
    aem.with(0, take('createAemClient, listContentFragmentModels', 'aem')),
    'const page = await listContentFragmentModels(aem)',
  ),
  call(
    ['GET'],
    /^\/{1,2}adobe\/folders/,
    aem.with(0, take('createAemClient, listFolders', 'aem')),
    "const page = await listFolders(aem, { path: '/content/dam' })",
  ),
  call(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    /^\/{1,2}adobe\//,
    aem,
    '// The README of @mudbrick/aem has the function that sends this request.',
  ),
  call(
    ['GET'],
    /\/V1\//,
    commerce,
    '// The README of @mudbrick/commerce has the function that sends this request.',
  ),
]

function call(
  methods: readonly string[],
  path: RegExp,
  lines: readonly string[],
  last: string,
): Call {
  return { methods, path, code: [...lines, last].join('\n') }
}

function take(names: string, name: string): string {
  return ['import {', names, '} from', `'@mudbrick/${name}'`].join(' ')
}
