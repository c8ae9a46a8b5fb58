import { describe, expect, it } from 'vitest'

import { explainFinding } from './catalogue.ts'
import { diagnose } from './diagnose.ts'
import type { Facts } from './facts.ts'
import type { ProbeOutcome } from './probe.ts'
import { rules } from './rules.ts'
import type { SourceFact } from './source-fact.ts'

const place = { file: 'src/auth.js', line: 7, column: 3, runsIn: 'page' } as const

const request: SourceFact = {
  ...place,
  kind: 'authorization-request',
  parameters: ['client_id', 'response_type', 'state', 'nonce', 'code_challenge'],
  challenge: 'S256',
  redirectUriFrom: 'configuration',
}
const exchange: SourceFact = {
  ...place,
  kind: 'token-request',
  grantType: 'authorization_code',
  parameters: ['code'],
  redirectUriFrom: 'configuration',
  keepsRefreshToken: true,
}
const stateRead: SourceFact = { ...place, kind: 'reads-state' }
const scopes = { IMS_SCOPES: 'openid,AdobeID' }

describe('source', () => {
  it('has nothing against a request with everything', () => {
    expect(codes({ source: [request, exchange, stateRead], variables: scopes })).toEqual([])
  })

  it.each<[string, Facts]>([
    ['state_missing', { source: [{ ...request, parameters: ['nonce'] }] }],
    ['nonce_missing', { source: [{ ...request, parameters: ['state'] }], variables: scopes }],
    ['pkce_missing', { source: [{ ...request, challenge: 'absent' }] }],
    ['pkce_plain', { source: [{ ...request, challenge: 'plain' }] }],
    ['pkce_weak_random', { source: [{ ...place, kind: 'weak-random', name: 'nonce' }] }],
    ['pkce_handmade', { source: [{ ...place, kind: 'handmade-challenge', library: 'crypto-js' }] }],
    [
      'redirect_uri_exchange_differs',
      { source: [request, stateRead, { ...exchange, redirectUriFrom: 'location' }] },
    ],
    [
      'refresh_token_reused',
      { source: [{ ...exchange, grantType: 'refresh_token', keepsRefreshToken: false }] },
    ],
    [
      'token_in_local_storage',
      { source: [{ ...place, kind: 'token-kept', storage: 'localStorage' }] },
    ],
    ['secret_in_bundle', { source: [{ ...place, kind: 'secret', form: 'value' }] }],
    ['expiry_wrong_unit', { source: [{ ...place, kind: 'expiry', expression: 'added' }] }],
    ['status_text_in_error', { source: [{ ...place, kind: 'status-text' }] }],
    ['express_sdk_outdated', { source: [{ ...place, kind: 'express-sdk', use: 'script' }] }],
    [
      'ims_endpoint_outdated',
      {
        source: [
          { ...place, kind: 'address', value: 'https://ims-na1.adobelogin.com/ims/exchange/jwt' },
        ],
      },
    ],
    [
      'ims_host_outdated',
      {
        source: [
          { ...place, kind: 'address', value: 'https://ims-fra1.adobelogin.com/ims/token/v3' },
        ],
      },
    ],
  ])('%s is told with its place', (code, facts) => {
    expect(diagnose(facts)).toMatchObject([{ code, file: 'src/auth.js', line: 7, column: 3 }])
  })

  it('does not take milliseconds of an old endpoint for a mistake of units', () => {
    const address: SourceFact = {
      ...place,
      kind: 'address',
      value: 'https://ims-na1.adobelogin.com/ims/token/v1',
    }
    const expiry: SourceFact = { ...place, kind: 'expiry', expression: 'added' }
    expect(codes({ source: [address, expiry] })).toEqual(['ims_endpoint_outdated'])
  })

  it('leaves secrets, challenges and calls of a server alone', () => {
    const runsIn = 'server'
    expect(
      codes({
        source: [
          { ...place, runsIn, kind: 'secret', form: 'parameter' },
          { ...request, runsIn, challenge: 'absent' },
        ],
      }),
    ).toEqual([])
  })
})

describe('variables', () => {
  it.each<[string, Facts]>([
    [
      'scope_with_spaces',
      {
        variables: { SCOPES: 'openid AdobeID' },
        source: [{ ...exchange, grantType: 'client_credentials' }],
      },
    ],
    ['offline_access_without_openid', { variables: { SCOPES: 'offline_access' } }],
    [
      'scope_missing',
      { variables: { SCOPES: 'openid', URL: 'https://na1.api.commerce.adobe.com/t' } },
    ],
    [
      'commerce_path_not_accs',
      { variables: { URL: 'https://na1.api.commerce.adobe.com/t/rest/V1' } },
    ],
    [
      'sandbox_value_at_adobe',
      { variables: { CLIENT_ID: 'wknd-spa', IMS: 'https://ims-na1.adobelogin.com' } },
    ],
    [
      'client_id_not_in_console',
      { variables: { CLIENT_ID: 'a' }, credential: { file: 'console.json', clientIds: ['b'] } },
    ],
    [
      'certificate_file_missing',
      { certificates: [{ variable: 'SSL_CRT_FILE', path: 'a.crt', state: 'missing' }] },
    ],
    [
      'certificate_expired',
      { certificates: [{ variable: 'SSL_CRT_FILE', path: 'a.crt', state: 'expired' }] },
    ],
    [
      'certificate_wrong_name',
      { certificates: [{ variable: 'SSL_CRT_FILE', path: 'a.crt', state: 'other-name' }] },
    ],
    [
      'node_version_unsupported',
      {
        program: {
          file: 'package.json',
          framework: 'none',
          nodeVersions: { '.nvmrc': '18' },
          mudbrickVersions: { mudbrick: '0.1.0' },
        },
      },
    ],
    [
      'mudbrick_versions_differ',
      {
        program: {
          file: 'package.json',
          framework: 'none',
          mudbrickVersions: { mudbrick: '0.1.0', '@mudbrick/ims': '^0.2.0' },
        },
      },
    ],
  ])('%s', (code, facts) => {
    expect(codes(facts)).toContain(code)
  })

  it.each([['>=20.19'], ['20'], ['^20.19.0 || >=22.12.0'], ['v22.1.0'], ['lts/*'], ['24']])(
    'take Node.js %s',
    (version) => {
      const nodeVersions = { '.nvmrc': version }
      const program = {
        file: 'package.json',
        framework: 'none',
        nodeVersions,
        mudbrickVersions: { mudbrick: '0.1.0' },
      } as const
      expect(codes({ program })).toEqual([])
    },
  )

  it.each([
    ['vite', 'vite', ['VITE_'], ['variable_not_exposed']],
    ['vite', 'vite', ['REACT_APP_'], []],
    ['vite', 'process', undefined, []],
    ['create-react-app', 'process', undefined, []],
    ['next', 'process', undefined, ['variable_not_exposed']],
  ] as const)(
    'are handed to the page by prefix: %s, %s, %j',
    (framework, through, publicPrefixes, expected) => {
      const name = 'REACT_APP_X'
      const program = { file: 'package.json', framework, publicPrefixes }
      const source: SourceFact[] = [{ ...place, kind: 'variable-read', name, through }]
      expect(codes({ program, source, variables: { [name]: 'x' } })).toEqual(expected)
    },
  )

  it.each<[string, Facts, readonly string[]]>([
    ['with calls to the author', { calls: [{ path: '/adobe/folders' }] }, ['aem_host_not_author']],
    [
      'with a scope of the author',
      { variables: { SCOPES: 'openid,aem.folders' } },
      ['aem_host_not_author'],
    ],
    ['with persisted queries', { calls: [{ path: '/graphql/execute.json/wknd/all' }] }, []],
  ])('may name the publish host %s', (_, facts, expected) => {
    const variables = { AEM_HOST: 'https://publish-p1-e2.adobeaemcloud.com', ...facts.variables }
    expect(codes({ ...facts, variables })).toEqual(expected)
  })

  it('lack openid for users only, and that is said once', () => {
    const source: SourceFact[] = [{ ...exchange, grantType: 'client_credentials' }]
    expect(codes({ variables: { SCOPES: 'aem.folders' } })).toEqual(['scope_missing'])
    expect(codes({ variables: { SCOPES: 'aem.folders' }, source })).toEqual([])
    expect(codes({ variables: { SCOPES: 'offline_access,email' } })).toEqual([
      'offline_access_without_openid',
    ])
  })

  it('are not needed to see that a registration has both names of this computer', () => {
    const credential = {
      file: 'console.json',
      defaultRedirectUri: 'https://127.0.0.1:8000/redirect.html',
      redirectUriPatterns: [String.raw`https://localhost:8000/redirect\\.html`],
    }
    expect(diagnose({ credential })).toMatchObject([
      { code: 'redirect_uri_other_loopback_name', severity: 'warning', file: 'console.json' },
    ])
  })

  it('may keep the tenant of Commerce apart from its address', () => {
    const COMMERCE_BASE_URL = 'https://na1.api.commerce.adobe.com'
    expect(codes({ variables: { COMMERCE_BASE_URL } })).toEqual([
      'commerce_host_invalid',
      'commerce_host_without_environment',
    ])
    const variables = { COMMERCE_BASE_URL, COMMERCE_TENANT: 't1' }
    expect(codes({ variables })).toEqual(['commerce_host_without_environment'])
  })

  it('of the publish tier beside those of the author are left alone', () => {
    const AEM_PUBLISH_URL = 'https://publish-p1-e2.adobeaemcloud.com'
    expect(codes({ variables: { AEM_PUBLISH_URL, SCOPES: 'openid,aem.folders' } })).toEqual([])
  })

  it('are told with the line where they are written', () => {
    const facts = {
      variables: { AEM_HOST: 'https://author-p1-e2.adobeaemcloud.com/' },
      variablePlaces: { AEM_HOST: { file: '.env.local', line: 4 } },
    }
    expect(diagnose(facts)).toMatchObject([{ file: '.env.local', line: 4 }])
  })
})

describe('answers', () => {
  const failed = (reason: string, isProxied = false): ProbeOutcome => ({
    kind: 'failed',
    reason,
    isProxied,
  })
  const answered = { kind: 'answered', status: 200, isOfService: true } as const

  it.each<[string | undefined, ProbeOutcome]>([
    ['endpoint_unreachable', failed('ENOTFOUND')],
    ['endpoint_behind_proxy', failed('ECONNREFUSED', true)],
    ['certificate_untrusted', failed('SELF_SIGNED_CERT_IN_CHAIN')],
    ['certificate_untrusted', failed('UNABLE_TO_VERIFY_LEAF_SIGNATURE', true)],
    ['certificate_expired', failed('CERT_HAS_EXPIRED')],
    ['certificate_wrong_name', failed('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['endpoint_behind_proxy', { ...answered, status: 407, isOfService: false }],
    ['environment_hibernated', { ...answered, isOfService: false, isHibernated: true }],
    ['clock_skew', { ...answered, clockAheadMs: -90_000 }],
    [undefined, { ...answered, clockAheadMs: 2000 }],
    [
      'permission_missing',
      { ...answered, status: 401, missingResource: 'Magento_Catalog::products' },
    ],
    ['permission_missing', { ...answered, status: 403, refusal: 'scope' }],
    [
      'client_unknown',
      { kind: 'authorization', redirectUri: 'https://a.test/cb', error: 'invalid_client' },
    ],
    [
      'scope_refused',
      { kind: 'authorization', redirectUri: 'https://a.test/cb', error: 'invalid_scope' },
    ],
    [
      'redirect_uri_led_elsewhere',
      {
        kind: 'authorization',
        redirectUri: 'https://a.test/cb',
        ledTo: 'https://b.test/cb',
        error: 'login_required',
      },
    ],
    [
      undefined,
      {
        kind: 'authorization',
        redirectUri: 'https://a.test/cb',
        ledTo: 'https://a.test/cb',
        error: 'login_required',
      },
    ],
  ])('%s: %j', (code, outcome) => {
    const found = codes({ probes: [{ service: 'AEM', origin: 'https://author.test', outcome }] })
    expect(found).toEqual(code === undefined ? [] : [code])
  })
})

describe('explainFinding()', () => {
  it.each(rules.map(({ code }) => [code]))('explains %s, with a guide', (code) => {
    expect(explainFinding(code)).toEqual({
      about: expect.stringMatching(/\.$/),
      guide: expect.stringMatching(/^https:\/\//),
    })
  })
})

function codes(facts: Facts): readonly string[] {
  return diagnose(facts).map(({ code }) => code)
}
