import { describe, expect, it } from 'vitest'

import { diagnose } from './diagnose.ts'
import { DoctorError } from './doctor-error.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { rules } from './rules.ts'

/** What the tutorial prints as the filled `.env`. */
const tutorialVariables = {
  REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
  REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/token/v3',
  REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/userinfo/v2',
  REACT_APP_ADC_CLIENT_ID: 'a1b2c3d4e5f6',
  REACT_APP_ADC_SCOPES: 'AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
  REACT_APP_AEM_ASSET_HOSTNAME: 'https://author-p70001-e80001.adobeaemcloud.com/',
  HTTPS: 'true',
  PORT: '3001',
  SSL_CRT_FILE: './ssl/server.crt',
  SSL_KEY_FILE: './ssl/server.key',
  REACT_APP_REDIRECT_URI: 'https://localhost:3000/callback',
}

/** What the tutorial has its reader register. */
const tutorialCredential = {
  defaultRedirectUri: 'https://localhost:3001/callback',
  redirectUriPatterns: 'https://localhost:3001/callback',
}

const policyFile = 'com.adobe.granite.cors.impl.CORSPolicyImpl~wknd-graphql.cfg.json'

/** The policy as the tutorial prints it. */
const tutorialPolicy = {
  file: policyFile,
  text: `{
    "alloworigin":[
      ""
    ],
    "alloworiginregexp":[
      "https://localhost:.*",
      "http://localhost:.*"
    ],
    "allowedpaths": [
      "/adobe/sites/.*",
      "/graphql/execute.json.*",
      "/content/_cq_graphql/wknd-shared/endpoint.json",
      "/content/experience-fragments/.*"
    ],
    "supportedheaders": [
      "Origin",
      "Accept",
      "X-Requested-With",
      "Content-Type",
      "Access-Control-Request-Method",
      "Access-Control-Request-Headers",
      "Authorization"
    ],
    "supportedmethods":[
      "GET",
      "HEAD",
      "POST"
    ],
    "maxage:Integer": 1800,
    "supportscredentials": true,
    "exposedheaders":[ "" ]
}
`,
}

const headers = ['Authorization', 'Content-Type']
const headersWithKey = [...headers, 'x-api-key']

/** What the tutorial's app sends. */
const tutorialCalls = [
  { path: '/adobe/sites/cf/models?cursor=0&limit=10&projection=summary', headers },
  { path: '/adobe/folders', headers: headersWithKey },
  { method: 'POST', path: '/adobe/folders', headers: headersWithKey },
  { method: 'DELETE', path: '/adobe/folders', headers: headersWithKey },
]

const whereCorsPoliciesAre = {
  file: policyFile,
  folder: 'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig/config.author/',
  pipeline: 'full-stack',
}

describe('the CORS policy of the tutorial', () => {
  const findings = diagnose({
    variables: { PORT: '3001', HTTPS: 'true' },
    calls: tutorialCalls,
    corsPolicies: [tutorialPolicy],
  })

  it('blocks exactly a path, a method and a header', () => {
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      {
        code: 'cors_path_not_allowed',
        severity: 'error',
        sentence: `${policyFile} does not list /adobe/folders in allowedpaths, so that a browser blocks GET /adobe/folders, POST /adobe/folders, DELETE /adobe/folders.`,
        fix: 'Add "/adobe/folders(/.*)?" to allowedpaths.',
        change: { kind: 'list-entry', key: 'allowedpaths', entry: '/adobe/folders(/.*)?' },
        line: 9,
        column: 5,
        ...whereCorsPoliciesAre,
      },
      {
        code: 'cors_method_not_allowed',
        severity: 'error',
        sentence: `${policyFile} does not list DELETE in supportedmethods, so that a browser blocks DELETE /adobe/folders.`,
        fix: 'Add "DELETE" to supportedmethods.',
        change: { kind: 'list-entry', key: 'supportedmethods', entry: 'DELETE' },
        line: 24,
        column: 5,
        ...whereCorsPoliciesAre,
      },
      {
        code: 'cors_header_not_allowed',
        severity: 'error',
        sentence: `${policyFile} does not list the header x-api-key in supportedheaders, so that a browser blocks GET /adobe/folders, POST /adobe/folders, DELETE /adobe/folders.`,
        fix: 'Add "x-api-key" to supportedheaders.',
        change: { kind: 'list-entry', key: 'supportedheaders', entry: 'x-api-key' },
        line: 15,
        column: 5,
        ...whereCorsPoliciesAre,
      },
    ])
  })

  it('has two lists with an empty text', () => {
    const about = findings.filter(({ code }) => code === 'cors_policy_empty_string')
    expect(about.map(({ line }) => line)).toEqual([2, 31])
  })

  it('has nothing against it once every fix is made', () => {
    const text = tutorialPolicy.text
      .replaceAll(/\[\s*""\s*\]/g, '[]')
      .replace('"/adobe/sites/.*"', '"/adobe/sites/.*", "/adobe/folders(/.*)?"')
      .replace('"POST"', '"POST", "DELETE"')
      .replace('"Authorization"', '"Authorization", "x-api-key"')
    expect(
      diagnose({
        variables: { PORT: '3001', HTTPS: 'true' },
        calls: tutorialCalls,
        corsPolicies: [{ file: policyFile, text }],
      }),
    ).toEqual([])
  })

  it('hides what a page would read from answers to follow a deletion', () => {
    const readsHeaders = ['Location', 'Retry-After', 'Content-Type']
    const calls = [{ path: '/adobe/sites/cf/models', headers, readsHeaders }]
    expect(
      codesAndSentences({
        origin: 'https://localhost:3001',
        calls,
        corsPolicies: [tutorialPolicy],
      }),
    ).toEqual([
      `cors_header_not_exposed: ${policyFile} does not list Location in exposedheaders, so that a page cannot read it from the answers to GET /adobe/sites/cf/models.`,
      `cors_header_not_exposed: ${policyFile} does not list Retry-After in exposedheaders, so that a page cannot read it from the answers to GET /adobe/sites/cf/models.`,
      `cors_policy_empty_string: ${policyFile} has an empty text in alloworigin, which allows nothing.`,
      `cors_policy_empty_string: ${policyFile} has an empty text in exposedheaders, which allows nothing.`,
    ])
  })
})

describe('the .env of the tutorial', () => {
  it('contradicts itself in the port, and doubles a slash', () => {
    expect(codesAndSentences({ variables: tutorialVariables, calls: tutorialCalls })).toEqual([
      'redirect_uri_other_port: REACT_APP_REDIRECT_URI leads to port 3000, but the application is served at port 3001.',
      'aem_host_trailing_slash: REACT_APP_AEM_ASSET_HOSTNAME ends with a slash, so that a program which appends a path asks for //adobe/… with two.',
    ])
  })

  it('contradicts what the tutorial registers', () => {
    const findings = diagnose({ variables: tutorialVariables, credential: tutorialCredential })
    expect(find(findings, 'redirect_uri_not_registered')?.sentence).toBe(
      'REACT_APP_REDIRECT_URI is https://localhost:3000/callback, which no redirect URI pattern of the credential matches: IMS silently sends the user to https://localhost:3001/callback instead.',
    )
  })

  it('is put right by the fixes', () => {
    const fix = find(diagnose({ variables: tutorialVariables }), 'redirect_uri_other_port')?.fix
    expect(fix).toBe(
      'Write https://localhost:3001/callback, and register the same in the Developer Console.',
    )
    const variables = {
      ...tutorialVariables,
      REACT_APP_REDIRECT_URI: 'https://localhost:3001/callback',
      REACT_APP_AEM_ASSET_HOSTNAME: 'https://author-p70001-e80001.adobeaemcloud.com',
    }
    expect(diagnose({ variables, credential: tutorialCredential, calls: tutorialCalls })).toEqual(
      [],
    )
  })

  it('names the variables that still hold what the example file says', () => {
    const variables = { REACT_APP_ADC_CLIENT_ID: '<ADC Project credential ClientID>' }
    expect(codesAndSentences({ variables })).toEqual([
      'variable_placeholder: REACT_APP_ADC_CLIENT_ID still holds the placeholder of an example.',
    ])
  })
})

describe('diagnose()', () => {
  it('finds nothing without facts', () => {
    expect(diagnose({})).toEqual([])
  })

  it('puts errors first', () => {
    const severities = diagnose({
      variables: { ...tutorialVariables, REACT_APP_SECRET: 'fake-secret' },
    }).map(({ severity }) => severity)
    expect(severities).toEqual(['error', 'warning', 'warning'])
  })

  it('says in which file the variables are', () => {
    const facts = { variables: tutorialVariables, variablesFile: '.env.local' }
    expect(diagnose(facts)[0]?.file).toBe('.env.local')
  })

  it.each<[string, unknown]>([
    ['calls[0].path', { calls: [{ path: 'adobe/folders' }] }],
    ['corsPolicies[0].text', { corsPolicies: [{ file: 'a.cfg.json' }] }],
    ['clientAllowList.file', { clientAllowList: { text: '' } }],
    ['origin', { origin: 'https://localhost:3001/' }],
  ])('refuses facts of a wrong type: %s', (fact, facts) => {
    const ask = (): unknown => diagnose(facts as Facts)
    expect(ask).toThrow(DoctorError)
    expect(ask).toThrow(expect.objectContaining({ code: 'invalid_fact', fact }))
  })

  it('has one rule for each code', () => {
    const codes = rules.map(({ code }) => code)
    expect(codes).toEqual([...new Set(codes)])
  })
})

function codesAndSentences(facts: Facts): readonly string[] {
  return diagnose(facts).map(({ code, sentence }) => `${code}: ${sentence}`)
}

function find(findings: readonly Finding[], code: string): Finding | undefined {
  return findings.find((finding) => finding.code === code)
}

describe('diagnose() with an AEM project', () => {
  const folder = 'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig/config.author.dev'
  const text = '{ "alloworigin": ["https://localhost:3001"], "allowedpaths": ["/x"] }'
  const facts: Facts = {
    origin: 'https://localhost:3001',
    calls: [{ path: '/y' }],
    aemProject: [{ file: `${folder}/${policyFile}`, text }],
  }

  it('judges calls by the policies of the environment', () => {
    const found = diagnose({ ...facts, environmentType: 'dev' })
    expect(found).toMatchObject([{ code: 'cors_path_not_allowed' }])
    expect(found[0]?.file).toBe(`${folder}/${policyFile}`)
  })

  it('does not judge calls while the environment is not known', () => {
    expect(diagnose(facts)).toEqual([])
  })

  it('names the line of an allow list that is no YAML', () => {
    const file = 'config/api.yaml'
    const aemProject = [{ file, text: 'kind: API\ndata:\n\tallowedClientIDs: {}\n' }]
    expect(diagnose({ aemProject })).toMatchObject([
      { code: 'allow_list_unreadable', file, line: 3, column: 1, pipeline: 'config' },
    ])
  })

  it('names a file in the wrong place', () => {
    expect(diagnose({ aemProject: [{ file: policyFile, text }] })).toMatchObject([
      { code: 'cors_policy_misplaced', severity: 'error' },
    ])
  })
})
