import { readFile } from 'node:fs/promises'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

import { diagnose } from './diagnose.ts'
import type { ApiCall, ConfigurationFile } from './facts.ts'

/** The doctor and the sandbox are two readings of the same documents: here they are compared. */
const runs = { seed: 20261121, numRuns: 1000 }

let sandbox: Sandbox
let corsPolicy: ConfigurationFile

beforeAll(async () => {
  sandbox = await createSandbox()
  const seeded = sandbox.credentials.get('express-embed')
  sandbox.credentials.put({ ...seeded, ...credential })
  const file = 'com.adobe.granite.cors.impl.CORSPolicyImpl~wknd.cfg.json'
  const path = new URL(`../../../sandbox/seed/config/${file}`, import.meta.url)
  corsPolicy = { file, text: await readFile(path, 'utf8') }
})

/** The seeded credential whose patterns and default are apart from each other. */
const credential = {
  defaultRedirectUri: 'https://127.0.0.1:8000/redirect.html',
  // As Adobe's Developer Console asks for it.
  redirectUriPatterns: [String.raw`https://localhost:8000/redirect\\.html`],
}

// They ask the sandbox some hundred times each, which takes long on a busy machine.
describe('the verdict on a redirect URI', { timeout: 30_000 }, () => {
  it('is where the sandbox sends the user', async () => {
    const outcomes = new Set<boolean>()
    await fc.assert(
      fc.asyncProperty(redirectUris(), async (uri) => {
        const isSentThere = (await findDestination(uri)) === uri
        outcomes.add(isSentThere)
        expect(isSound(uri)).toBe(isSentThere)
      }),
      runs,
    )
    expect(outcomes).toEqual(new Set([true, false]))
  })

  /** Whether the doctor has no error to report. */
  function isSound(uri: string): boolean {
    const findings = diagnose({ variables: { REACT_APP_REDIRECT_URI: uri }, credential })
    return findings.every(({ severity }) => severity !== 'error')
  }

  /** Where an authorization request without a signed-in user comes back to, without its answer. */
  async function findDestination(uri: string): Promise<string | undefined> {
    const url = new URL('/ims/authorize/v2', sandbox.origins.ims)
    url.search = new URLSearchParams({
      client_id: 'express-embed',
      redirect_uri: uri,
      response_type: 'code',
      scope: 'AdobeID,openid',
      prompt: 'none',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }).toString()
    const response = await sandbox.fetch(url, { redirect: 'manual' })
    return response.headers.get('location')?.replace(/[?&]error=login_required/, '')
  }
})

describe('the verdict on CORS', { timeout: 30_000 }, () => {
  it('is what a browser makes of the sandbox’s answers', async () => {
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(origins(), calls(), async (origin, call) => {
        const expected = await sendAsBrowser(origin, call)
        outcomes.add(expected)
        expect(judge(origin, call)).toBe(expected)
      }),
      runs,
    )
    expect(outcomes).toEqual(new Set(['blocked', 'hidden', 'readable']))
  })

  type Outcome = 'blocked' | 'hidden' | 'readable'

  function judge(origin: string, call: ApiCall): Outcome {
    const findings = diagnose({ origin, calls: [call], corsPolicies: [corsPolicy] })
    if (findings.some(({ severity }) => severity === 'error')) return 'blocked'
    return findings.some(({ code }) => code === 'cors_header_not_exposed') ? 'hidden' : 'readable'
  }

  /** The CORS protocol of a browser: https://fetch.spec.whatwg.org/#http-cors-protocol */
  async function sendAsBrowser(origin: string, call: ApiCall): Promise<Outcome> {
    const { method = 'GET', path, headers = [], readsHeaders = [] } = call
    const url = `${sandbox.origins.aem}${path}`
    const asked = headers.map((name) => name.toLowerCase()).filter((name) => name !== 'accept')
    if (asked.length > 0 || !['GET', 'HEAD', 'POST'].includes(method)) {
      const preflight = await sandbox.fetch(url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          ...(asked.length > 0 && {
            'access-control-request-headers': asked.toSorted().join(','),
          }),
        },
      })
      const methods = list(preflight, 'access-control-allow-methods')
      const allowed = list(preflight, 'access-control-allow-headers')
      if (!preflight.ok || !isShared(preflight, origin, call)) return 'blocked'
      if (!methods.includes(method) && !['GET', 'HEAD', 'POST'].includes(method)) return 'blocked'
      if (!asked.every((name) => allowed.map(lower).includes(name))) return 'blocked'
    }
    const answer = await sandbox.fetch(url, { method, headers: { origin } })
    if (!isShared(answer, origin, call)) return 'blocked'
    const exposed = list(answer, 'access-control-expose-headers').map(lower)
    const isHidden = readsHeaders.some(
      (name) => lower(name) !== 'content-type' && !exposed.includes(lower(name)),
    )
    return isHidden ? 'hidden' : 'readable'
  }

  function isShared(response: Response, origin: string, { credentials }: ApiCall): boolean {
    const allowedOrigin = response.headers.get('access-control-allow-origin')
    if (credentials !== 'include') return allowedOrigin === origin || allowedOrigin === '*'
    const isAllowed = response.headers.get('access-control-allow-credentials') === 'true'
    return isAllowed && allowedOrigin === origin
  }

  function list(response: Response, name: string): readonly string[] {
    return (response.headers.get(name) ?? '').split(',').map((item) => item.trim())
  }

  function lower(text: string): string {
    return text.toLowerCase()
  }
})

function redirectUris(): fc.Arbitrary<string> {
  const assembled = fc
    .tuple(
      fc.constantFrom('https://', 'https://', 'https://', 'http://', 'HTTPS://', '//', ''),
      fc.constantFrom(
        'localhost',
        'localhost',
        '127.0.0.1',
        'localhost.evil.test',
        'ada@localhost',
        'LOCALHOST',
        'localhos',
        '[::1]',
      ),
      fc.constantFrom(':8000', ':8000', ':8000', ':80000', ':800', ':3001', ''),
      fc.constantFrom(
        '/redirect.html',
        '/redirect.html',
        '/redirect.html',
        '/redirectxhtml',
        '/redirect.html/more',
        '/redirect',
        '/a/../redirect.html',
        '/redirect%2ehtml',
        '/',
      ),
      fc.constantFrom('', '', '', '?a=b', '#a', ' ', '\\', '%'),
    )
    .map((pieces) => pieces.join(''))
  const twisted = fc
    .tuple(
      fc.constantFrom(
        'https://localhost:8000/redirect.html',
        'https://127.0.0.1:8000/redirect.html',
      ),
      fc.nat(),
      fc.constantFrom('', '.', '/', '@', '\\', 'x', '%', ' '),
    )
    .map(([uri, at, piece]) => {
      const index = at % (uri.length + 1)
      return uri.slice(0, index) + piece + uri.slice(index)
    })
  return fc.oneof(assembled, twisted)
}

function origins(): fc.Arbitrary<string> {
  return fc.constantFrom(
    'https://localhost:3001',
    'https://localhost:3001',
    'http://localhost:3001',
    'https://localhost',
    'https://localhost.evil.test:3001',
    'https://evil.test',
    'https://127.0.0.1:3001',
    'https://xlocalhost:3001',
  )
}

function calls(): fc.Arbitrary<ApiCall> {
  return fc.record({
    path: fc.constantFrom(
      '/adobe/sites/cf/models',
      '/adobe/sites',
      '/adobe/folders',
      '/adobe/folders/',
      '/adobe/folders/delete',
      '/adobe/foldersx',
      '/adobe/assets/urn:aaid:aem:1/metadata',
      '/graphql/execute.json',
      '/x/adobe/folders',
    ),
    method: fc.constantFrom(
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'PROPFIND',
      'OPTIONS',
      'patch',
    ),
    headers: fc.subarray(
      [
        'Accept',
        'Authorization',
        'content-type',
        'x-api-key',
        'If-Match',
        'X-Adobe-Accept-Experimental',
      ],
      { maxLength: 4 },
    ),
    readsHeaders: fc.subarray(['ETag', 'Location', 'Content-Type', 'X-Request-Id'], {
      maxLength: 2,
    }),
    credentials: fc.constantFrom('omit', 'include'),
  })
}
