import { describe, expect, it } from 'vitest'

import { diagnose } from './diagnose.ts'
import type { CredentialRegistration, Facts } from './facts.ts'

describe('redirect URI', () => {
  it.each([
    ['localhost:3001/callback'],
    ['https://localhost:3001/a/../callback'],
    ['https://ada@localhost:3001/callback'],
    ['HTTPS://LOCALHOST:3001/callback'],
    ['https://localhost:3001/call back'],
  ])('is no plain address: %s', (uri) => {
    expect(codes({ variables: { REACT_APP_REDIRECT_URI: uri } })).toContain('redirect_uri_invalid')
  })

  it.each([['https://app.test'], ['https://app.test/'], ['adobe+0a1b2c://adobeid/a1b2c3d4e5f6']])(
    'is a plain address: %s',
    (uri) => {
      expect(codes({ variables: { REACT_APP_REDIRECT_URI: uri } })).toEqual([])
    },
  )

  it('must not be plain http', () => {
    expect(codes({ variables: { REACT_APP_REDIRECT_URI: 'http://app.test/callback' } })).toEqual([
      'redirect_uri_insecure',
    ])
  })

  it('may be plain http on this computer, with a warning', () => {
    expect(
      codes({ variables: { REACT_APP_REDIRECT_URI: 'http://localhost:3001/callback' } }),
    ).toEqual(['redirect_uri_insecure_loopback'])
  })

  it('leads where the page is served: localhost is not 127.0.0.1', () => {
    const variables = {
      HTTPS: 'true',
      PORT: '3001',
      REACT_APP_REDIRECT_URI: 'https://127.0.0.1:3001/callback',
    }
    expect(diagnose({ variables })).toEqual([
      {
        code: 'redirect_uri_other_loopback_name',
        severity: 'error',
        file: '.env',
        sentence:
          'REACT_APP_REDIRECT_URI leads to 127.0.0.1, but the application is served at localhost, which to a browser is another origin.',
        fix: 'Write https://localhost:3001/callback, and register the same in the Developer Console.',
        change: {
          kind: 'variable',
          name: 'REACT_APP_REDIRECT_URI',
          value: 'https://localhost:3001/callback',
        },
      },
    ])
  })

  it('leads where the page is served: https is not http', () => {
    const variables = { PORT: '3001', REACT_APP_REDIRECT_URI: 'https://localhost:3001/callback' }
    expect(codes({ variables })).toEqual(['redirect_uri_other_scheme'])
  })

  it('may lead to where the application is deployed', () => {
    const variables = { PORT: '3001', REACT_APP_REDIRECT_URI: 'https://app.test/callback' }
    expect(codes({ variables })).toEqual([])
  })
})

describe('redirect URI against the registration', () => {
  const registered = {
    defaultRedirectUri: 'https://app.test/default',
    redirectUriPatterns: ['https://app\\.test/callback/.*', 'https://localhost:3001/callback'],
  }

  it.each([
    ['https://app.test/callback/', []],
    ['https://localhost:3001/callback', []],
    ['https://app.test/callback', ['redirect_uri_not_registered']],
    ['https://localhost:3001/callback/more', ['redirect_uri_not_registered']],
    ['https://127.0.0.1:3001/callback', ['redirect_uri_other_loopback_name']],
    ['https://app.test/default', ['redirect_uri_only_default']],
  ])('%s', (uri, expected) => {
    expect(codesOf(registered, uri)).toEqual(expected)
  })

  it.each([
    ['an unescaped dot', 'https://app.test/cb', ['redirect_uri_pattern_unescaped_dot']],
    ['a wildcard in the path', 'https://app\\.test/cb/.*', []],
    ['a wildcard in the port', 'https://localhost:.*/cb', ['redirect_uri_pattern_wildcard_host']],
    ['an open bracket', 'https://app\\.test/(cb', ['redirect_uri_pattern_invalid']],
    ['a look-ahead', 'https://app\\.test/(?!evil)', ['redirect_uri_pattern_invalid']],
    ['a look-behind', 'https://app\\.test/.*(?<!evil)', ['redirect_uri_pattern_invalid']],
  ])('judges a pattern with %s', (_, pattern, expected) => {
    expect(codesOf({ redirectUriPatterns: [pattern] })).toEqual(expected)
  })

  it('explains a look-around', () => {
    const [finding] = diagnose({ credential: { redirectUriPatterns: ['https://(?=a).*'] } })
    expect(finding?.sentence).toBe(
      'The redirect URI pattern https://(?=a).* looks around, which cannot be judged: leave out look-ahead and look-behind.',
    )
  })

  it('says how to escape a dot', () => {
    const [finding] = diagnose({ credential: { redirectUriPatterns: 'https://app.test/.*' } })
    expect(finding?.fix).toBe('Write https://app\\\\.test/.* in the Developer Console.')
  })

  it.each([
    ['https://app\\\\.test/callback', 'https://app.test/callback', []],
    ['https://app\\.test/callback', 'https://app.test/callback', []],
    ['https://a\\\\.b\\.test/cb/.*', 'https://a.b.test/cb/1', []],
    ['https://app\\\\.test/callback', 'https://appxtest/callback', ['redirect_uri_not_registered']],
    ['https://app\\.test/callback', 'https://appxtest/callback', ['redirect_uri_not_registered']],
  ])('reads an escaped dot with one backslash or two: %s', (pattern, uri, expected) => {
    expect(codesOf({ redirectUriPatterns: [pattern] }, uri)).toEqual(expected)
  })

  it('shows a pattern as it was written', () => {
    const [finding] = diagnose({
      credential: { redirectUriPatterns: 'https://a\\\\.b.test/(?=c)' },
    })
    expect(finding?.sentence).toContain('The redirect URI pattern https://a\\\\.b.test/(?=c) looks')
  })

  it('keeps the dots that are escaped already when it recommends a pattern', () => {
    const [finding] = diagnose({
      credential: { redirectUriPatterns: 'https://a\\.b\\\\.c.test/' },
    })
    expect(finding?.fix).toBe('Write https://a\\\\.b\\\\.c\\\\.test/ in the Developer Console.')
  })

  it.each([
    [256, []],
    [257, ['default_redirect_uri_too_long']],
  ])('measures a default of %i characters', (length, expected) => {
    expect(codesOf({ defaultRedirectUri: 'https://app.test/'.padEnd(length, 'a') })).toEqual(
      expected,
    )
  })

  it.each([
    [512, []],
    [513, ['redirect_uri_patterns_too_long']],
  ])('measures patterns of %i characters together', (length, expected) => {
    const first = 'https://localhost:3001/'
    const second = first.padEnd(length - first.length - 1, 'a')
    expect(codesOf({ redirectUriPatterns: [first, second] })).toEqual(expected)
  })

  it.each([
    ['http://localhost:3001/callback', 'default_redirect_uri_insecure'],
    ['https://app\\.test/callback', 'default_redirect_uri_invalid'],
    ['https://app.test/.*', 'default_redirect_uri_invalid'],
  ])('refuses the default %s', (defaultRedirectUri, expected) => {
    expect(codesOf({ defaultRedirectUri })).toEqual([expected])
  })

  function codesOf(credential: CredentialRegistration, uri?: string): readonly string[] {
    return codes({ variables: { REACT_APP_REDIRECT_URI: uri }, credential })
  }
})

describe('placeholders', () => {
  it.each([
    ['<Client ID>'],
    ['your-client-id'],
    ['{{client_id}}'],
    ['your_client_id'],
    ['ddsfs455a4a440c48c7474687c96945d'],
    ['https://author-p<program>-e<environment>.adobeaemcloud.com'],
    ['https://author-p63947-e1502138.adobeaemcloud.com'],
  ])('says that %s still has to be replaced', (value) => {
    expect(codes({ variables: { REACT_APP_ADC_CLIENT_ID: value } })).toEqual([
      'variable_placeholder',
    ])
  })
})

describe('the Commerce host', () => {
  it.each([
    ['https://na1-sandbox.api.commerce.adobe.com', []],
    ['https://na1.api.commerce.adobe.com/T', ['commerce_host_without_environment']],
    ['https://sandbox.api.commerce.adobe.com', ['commerce_host_invalid']],
    ['https://na1_sandbox.api.commerce.adobe.com', ['commerce_host_invalid']],
    ['na1.sandbox.api.commerce.adobe.com', ['commerce_host_invalid']],
    ['https://commerce.adobe.com', ['commerce_host_invalid']],
    ['https://localhost:8445', []],
  ])('judges %s', (value, expected) => {
    expect(codes({ variables: { COMMERCE_ORIGIN: value } })).toEqual(expected)
  })
})

describe('addresses', () => {
  it.each([
    ['https://author-p70001-e80001.adobeaemcloud.com', []],
    ['https://author-p70001-e80001.adobeaemcloud.com/', ['aem_host_trailing_slash']],
    ['https://publish-p70001-e80001.adobeaemcloud.com', ['aem_host_not_author']],
    ['https://author-p70001-e80001.adobeaemcloud.com/adobe/sites', ['aem_host_invalid']],
    ['author-p70001-e80001.adobeaemcloud.com', ['aem_host_invalid']],
    ['http://author-p70001-e80001.adobeaemcloud.com', ['address_insecure']],
    ['http://localhost:8444', []],
  ])('judges the AEM host %s', (host, expected) => {
    expect(codes({ variables: { REACT_APP_AEM_ASSET_HOSTNAME: host } })).toEqual(expected)
  })

  it('names the author host that belongs to a publish host', () => {
    const host = 'https://publish-p70001-e80001.adobeaemcloud.com'
    const [finding] = diagnose({ variables: { REACT_APP_AEM_ASSET_HOSTNAME: host } })
    expect(finding?.fix).toBe('Write https://author-p70001-e80001.adobeaemcloud.com.')
  })
})

describe('scopes', () => {
  const calls = [{ path: '/adobe/folders' }, { path: '/adobe/assets/id/metadata' }]

  it.each([
    ['AdobeID,openid,aem.folders,aem.assets.author', []],
    ['AdobeID openid aem.folders aem.assets.author', []],
    ['AdobeID,aem.folders,aem.assets.author', ['scope_missing']],
    ['AdobeID,openid,aem.folders', ['scope_missing']],
    ['AdobeID,openid,aem.folder,aem.assets.author', ['scope_misspelt']],
    ['AdobeID,openid,aem.fodlers,aem.assets.author', ['scope_misspelt']],
    ['adobeid,openid,aem.folders,aem.assets.author', ['scope_wrong_case']],
    ['AdobeID,openid,aem.folders,aem.assets.author,my.own.scope', []],
  ])('judges %s', (scopes, expected) => {
    expect(codes({ variables: { REACT_APP_ADC_SCOPES: scopes }, calls })).toEqual(expected)
  })

  it('names the scope that a call needs', () => {
    const [finding] = diagnose({ variables: { REACT_APP_ADC_SCOPES: 'openid' }, calls })
    expect(finding?.sentence).toBe(
      'REACT_APP_ADC_SCOPES lacks aem.folders, which GET /adobe/folders needs.',
    )
  })

  it('names the scope that was meant', () => {
    const variables = { REACT_APP_ADC_SCOPES: 'openid,aem.asset.author' }
    expect(diagnose({ variables }).map(({ fix }) => fix)).toEqual(['Write aem.assets.author.'])
  })

  it('are among those of the credential', () => {
    const variables = { REACT_APP_ADC_SCOPES: 'openid,offline_access' }
    expect(codes({ variables, credential: { scopes: ['openid'] } })).toEqual([
      'scope_not_registered',
    ])
  })
})

describe('secrets', () => {
  it.each([
    ['REACT_APP_ADC_CLIENT_SECRET', ['secret_in_front_end_variable']],
    ['REACT_APP_SECRET', ['secret_in_front_end_variable']],
    ['VITE_IMS_ACCESS_TOKEN', ['secret_in_front_end_variable']],
    ['ADC_CLIENT_SECRET', []],
    ['REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT', []],
  ])('belong in no page: %s', (name, expected) => {
    expect(codes({ variables: { [name]: 'fake-value' } })).toEqual(expected)
  })

  it('are not repeated', () => {
    const findings = diagnose({ variables: { REACT_APP_ADC_CLIENT_SECRET: 'fake-secret-value' } })
    expect(JSON.stringify(findings)).not.toContain('fake-secret-value')
  })
})

describe('CORS policies', () => {
  const everything = {
    alloworigin: ['*'],
    allowedpaths: ['/.*'],
    supportedmethods: ['GET'],
    supportedheaders: ['*'],
  }
  const narrow = policy('a', { alloworigin: ['https://app.test'], allowedpaths: ['/adobe/x'] })
  const wide = policy('b', {
    alloworigin: ['*'],
    allowedpaths: ['/adobe/.*'],
    supportedmethods: ['GET', 'PATCH'],
    supportedheaders: ['authorization'],
  })

  it.each([
    ['another origin', 'https://other.test', {}, ['cors_origin_not_allowed']],
    ['another path', 'https://app.test', { path: '/adobe/y' }, ['cors_path_not_allowed']],
    [
      'a whole match of the path',
      'https://app.test',
      { path: '/adobe/x/y' },
      ['cors_path_not_allowed'],
    ],
    ['a method', 'https://app.test', { method: 'PUT' }, ['cors_method_not_allowed']],
    ['a header', 'https://app.test', { headers: ['If-Match'] }, ['cors_header_not_allowed']],
    ['cookies', 'https://app.test', { credentials: 'include' }, ['cors_credentials_not_allowed']],
    [
      'an answer’s header',
      'https://app.test',
      { readsHeaders: ['ETag'] },
      ['cors_header_not_exposed'],
    ],
    ['a simple request', 'https://app.test', { method: 'post', headers: ['Accept'] }, []],
  ] as const)('block %s', (_, origin, call, expected) => {
    const simple = policy('a', {
      alloworigin: ['https://app.test'],
      allowedpaths: ['/adobe/x'],
      supportedmethods: ['GET'],
      supportedheaders: [],
    })
    const calls = [{ path: '/adobe/x', ...call }]
    const found = codes({ origin, calls, corsPolicies: [simple] })
    expect(found).toEqual(expected)
  })

  it('are asked in order, and the first that allows origin and path decides alone', () => {
    const calls = [{ method: 'PATCH', path: '/adobe/x', headers: ['Authorization'] }]
    const facts = { origin: 'https://app.test', calls }
    expect(codes({ ...facts, corsPolicies: [wide, narrow] })).toEqual(['cors_policies_overlap'])
    expect(codes({ ...facts, corsPolicies: [narrow, wide] })).toEqual([
      'cors_method_not_allowed',
      'cors_header_not_allowed',
      'cors_policies_overlap',
    ])
  })

  it('tell patch from PATCH, as browsers do', () => {
    const calls = [{ method: 'patch', path: '/adobe/x' }]
    const [finding] = diagnose({ origin: 'https://app.test', calls, corsPolicies: [wide] })
    expect(finding?.fix).toBe('Send PATCH: browsers tell capital from small letters here.')
  })

  it('let delete pass as DELETE, as browsers do', () => {
    const deleting = policy('d', { ...everything, supportedmethods: ['DELETE'] })
    const calls = [{ method: 'delete', path: '/adobe/x' }]
    expect(codes({ origin: 'https://app.test', calls, corsPolicies: [deleting] })).toEqual([])
  })

  it.each([
    [['If-Match'], 'omit', ['cors_policy_any_origin']],
    [['Authorization'], 'omit', ['cors_header_not_allowed', 'cors_policy_any_origin']],
    [
      ['If-Match'],
      'include',
      ['cors_header_not_allowed', 'cors_credentials_not_allowed', 'cors_policy_any_origin'],
    ],
  ] as const)(
    'with wildcards take %j sent with credentials %s',
    (headers, credentials, expected) => {
      const wild = policy('d', { ...everything, supportscredentials: true })
      const calls = [{ path: '/adobe/x', headers, credentials }]
      expect(codes({ origin: 'https://app.test', calls, corsPolicies: [wild] })).toEqual(expected)
    },
  )

  it('deny everything when there are none', () => {
    const [finding] = diagnose({
      origin: 'https://app.test',
      calls: [{ path: '/adobe/x' }],
      corsPolicies: [],
    })
    expect(finding?.sentence).toMatch(/^There is no CORS policy/)
  })

  it('do not matter on AEM’s own origin', () => {
    const variables = { REACT_APP_AEM_ASSET_HOSTNAME: 'https://app.test' }
    const calls = [{ path: '/adobe/x' }]
    expect(codes({ variables, origin: 'https://app.test', calls, corsPolicies: [] })).toEqual([])
  })

  it('are not judged by what could not be read', () => {
    const calls = [{ path: '/adobe/y' }]
    const broken = { file: 'c', text: '{' }
    expect(codes({ origin: 'https://app.test', calls, corsPolicies: [narrow, broken] })).toEqual([
      'cors_policy_unreadable',
    ])
  })

  it('let other hosts in by an unescaped dot', () => {
    const dotted = policy('d', { alloworiginregexp: ['https://.*\\.app.test'] })
    expect(diagnose({ corsPolicies: [dotted] }).map(({ fix }) => fix)).toEqual([
      'Write "https://.*\\\\.app\\\\.test" in alloworiginregexp.',
    ])
  })

  function policy(file: string, content: unknown): { file: string; text: string } {
    return { file, text: JSON.stringify(content) }
  }
})

describe('client allow list', () => {
  const clientAllowList = {
    file: 'api.yaml',
    text: `kind: 'API'
version: '1'
metadata:
  envTypes: ['dev', 'stage']
data:
  allowedClientIDs:
    author: ['a1b2c3d4e5f6']
    publish: ['client-id-456']
`,
  }

  it.each([
    ['a1b2c3d4e5f6', undefined, []],
    ['a1b2c3d4e5f6', 'dev', []],
    ['a1b2c3d4e5f6', 'prod', ['environment_type_not_allowed']],
    ['client-id-456', 'dev', ['client_allowed_on_other_tier']],
    ['client-id-789', 'dev', ['client_not_allowed']],
  ] as const)('judges %s in an environment of type %s', (clientId, environmentType, expected) => {
    const variables = { REACT_APP_ADC_CLIENT_ID: clientId }
    expect(codes({ variables, environmentType, clientAllowList })).toEqual(expected)
  })

  it('says where the file goes, and by which pipeline', () => {
    const variables = { REACT_APP_ADC_CLIENT_ID: 'client-id-789' }
    expect(diagnose({ variables, clientAllowList })).toEqual([
      {
        code: 'client_not_allowed',
        severity: 'error',
        sentence:
          'api.yaml does not list the client id client-id-789 of REACT_APP_ADC_CLIENT_ID, so that AEM answers 403 to it.',
        fix: 'Add it to data.allowedClientIDs.author; a rapid development environment takes the file by its command line tool, not by a pipeline.',
        file: 'api.yaml',
        line: 7,
        column: 5,
        folder: 'config/',
        pipeline: 'config',
      },
    ])
  })
})

function codes(facts: Facts): readonly string[] {
  return diagnose(facts).map(({ code }) => code)
}
