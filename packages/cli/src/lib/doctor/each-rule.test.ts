import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { diagnose, type Facts, type FindingCode, type ProbeOutcome } from '@mudbrick/doctor'
import { describe, expect, it } from 'vitest'

import { examine } from './examine.ts'
import { findFiles } from './project/find-files.ts'

const corpus = fileURLToPath(new URL('../../../../doctor/corpus/', import.meta.url))
const entries: readonly { readonly project: string; readonly expected: FindingCode | null }[] =
  JSON.parse(readFileSync(`${corpus}manifest.json`, 'utf8'))
const table = readFileSync(new URL('../../../../../docs/doctor-rules.md', import.meta.url), 'utf8')
const codes = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code = '']) => code)

/** What the corpus cannot have: answers of services, and mistakes that hardly anyone makes. */
const others: Readonly<Record<string, Facts>> = {
  allow_list_same_environment: {
    aemProject: [allowList('config/api.yaml', 'dev'), allowList('config/more.yaml', 'dev')],
    environmentType: 'dev',
  },
  certificate_expired: {
    certificates: [{ variable: 'SSL_CRT_FILE', path: 'a.crt', state: 'expired' }],
  },
  certificate_untrusted: probe({
    kind: 'failed',
    reason: 'SELF_SIGNED_CERT_IN_CHAIN',
    isProxied: false,
  }),
  certificate_wrong_name: {
    certificates: [{ variable: 'SSL_CRT_FILE', path: 'a.crt', state: 'other-name' }],
  },
  client_unknown: probe({
    kind: 'authorization',
    redirectUri: 'https://a.test/',
    error: 'invalid_client',
  }),
  clock_skew: probe({ kind: 'answered', status: 200, isOfService: true, clockAheadMs: 600_000 }),
  cors_policy_duplicate_key: policy('{ "maxage": 1, "maxage": 2 }'),
  cors_policy_pattern_invalid: policy('{ "allowedpaths": ["("] }'),
  cors_policy_same_pid: {
    aemProject: [
      { file: policyIn('config.author'), text: '{}' },
      { file: policyIn('config.dev'), text: '{}' },
    ],
  },
  cors_policy_unknown_type: policy('{ "maxage:Number": 1 }'),
  cors_policy_variable_invalid: policy('{ "alloworigin": ["$[env:A B]"] }'),
  cors_policy_variable_unknown: policy('{ "alloworigin": ["$[env:ORIGIN]"] }'),
  cors_scope_not_covered: {
    ...policy('{ "alloworigin": ["https://a.test"], "allowedpaths": ["/adobe/sites/.*"] }'),
    origin: 'https://a.test',
    variables: { SCOPES: 'openid,AdobeID,aem.folders' },
    program: { file: 'package.json', framework: 'vite' },
  },
  default_redirect_uri_invalid: { credential: { defaultRedirectUri: 'https://a\\.test/.*' } },
  endpoint_behind_proxy: probe({ kind: 'answered', status: 407, isOfService: false }),
  endpoint_unreachable: probe({ kind: 'failed', reason: 'ECONNREFUSED', isProxied: false }),
  environment_hibernated: probe(
    { kind: 'answered', status: 200, isOfService: false, isHibernated: true },
    'AEM',
  ),
  environment_type_not_allowed: {
    variables: { CLIENT_ID: 'a1b2' },
    clientAllowList: allowList('api.yaml', 'dev'),
    environmentType: 'prod',
  },
  expiry_ignored: {
    source: [
      { ...place(), kind: 'token-kept', storage: 'localStorage' },
      {
        ...place(),
        kind: 'token-request',
        grantType: 'authorization_code',
        parameters: [],
        redirectUriFrom: 'absent',
        keepsRefreshToken: true,
      },
    ],
  },
  permission_missing: probe(
    {
      kind: 'answered',
      status: 401,
      isOfService: true,
      missingResource: 'Magento_Catalog::products',
    },
    'Commerce',
  ),
  redirect_uri_insecure_loopback: {
    variables: { IMS_REDIRECT_URI: 'http://localhost:3000/callback' },
  },
  redirect_uri_led_elsewhere: probe({
    kind: 'authorization',
    redirectUri: 'https://a.test/one',
    ledTo: 'https://a.test/two',
    error: 'login_required',
  }),
  redirect_uri_pattern_invalid: { credential: { redirectUriPatterns: ['https://a\\.test/('] } },
  scope_not_registered: {
    variables: { SCOPES: 'openid,AdobeID,aem.folders' },
    credential: { scopes: ['openid', 'AdobeID'] },
  },
  scope_refused: probe({
    kind: 'authorization',
    redirectUri: 'https://a.test/one',
    ledTo: 'https://a.test/one',
    error: 'invalid_scope',
  }),
}

describe('each rule', () => {
  it('is in the table', () => {
    expect(codes.length).toBeGreaterThan(100)
  })

  it.each(codes)('goes missing where it is turned off: %s', (code) => {
    const isRed = findCases(code).some((found) => {
      const withoutRule = found.filter((each) => each !== code)
      return found.includes(code) && !withoutRule.includes(code)
    })
    expect(isRed).toBe(true)
  })

  it('has one case outside of the corpus only where the corpus has none', () => {
    const both = Object.keys(others).filter((code) =>
      entries.some(({ expected }) => expected === code),
    )
    expect(both).toEqual([])
  })
})

function findCases(code: string): readonly (readonly string[])[] {
  const facts = others[code]
  if (facts) return [diagnose(facts).map((finding) => finding.code)]
  const [entry] = entries.filter(({ expected }) => expected === code)
  if (!entry) return []
  const folder = corpus + entry.project
  const { findings } = examine(findFiles(folder), folder, { nowMs: Date.parse('2026-12-01') })
  return [findings.map((finding) => finding.code)]
}

function probe(outcome: ProbeOutcome, service: 'IMS' | 'AEM' | 'Commerce' = 'IMS'): Facts {
  return { probes: [{ service, origin: 'https://service.test', outcome }] }
}

function policy(text: string): Facts {
  return { corsPolicies: [{ file: 'CORSPolicyImpl~a.cfg.json', text }] }
}

function policyIn(folder: string): string {
  return `ui.config/src/main/content/jcr_root/apps/a/osgiconfig/${folder}/com.adobe.granite.cors.impl.CORSPolicyImpl~a.cfg.json`
}

function allowList(file: string, type: string): { file: string; text: string } {
  return {
    file,
    text: `kind: API\nversion: '1'\nmetadata:\n  envTypes: [${type}]\ndata:\n  allowedClientIDs:\n    author: [a1b2]\n`,
  }
}

function place(): { file: string; line: number; runsIn: 'page' } {
  return { file: 'src/a.js', line: 1, runsIn: 'page' }
}
