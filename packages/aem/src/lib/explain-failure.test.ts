import {
  ConfigurationError,
  type Fetch,
  HttpError,
  MudbrickError,
  NetworkError,
  type ReceivedResponse,
  TimeoutError,
  UnexpectedResponseError,
} from '@mudbrick/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAemClient } from './aem-client.ts'
import { AemError } from './aem-error.ts'
import { explainFailure } from './explain-failure.ts'
import { FolderError } from './folder-error.ts'

const origin = 'https://author.test'
const models = `${origin}/adobe/sites/cf/models`
const folders = `${origin}/adobe/folders`
const forbidden = 'https://api.adobeaemcloud.com/adobe/meta/errors/forbidden'

describe('explainFailure(), refusals of AEM', () => {
  it('recognises an invalid token', async () => {
    expect(await explain(refusal(401, { title: 'Unauthorized' }))).toMatchObject({
      cause: 'token_rejected',
      fix: 'Sign the user in again.',
    })
  })

  it('knows a session that has no token to give', async () => {
    expect(
      await explain(new SignInRequiredError('no_session', 'Gone.', { needsInteraction: true })),
    ).toMatchObject({
      cause: 'token_rejected',
    })
  })

  it('knows a client that is not on the allow list, and the file', async () => {
    const detail =
      'IMS Client ID not allowlisted. Allowlist the Client ID using the Configuration Pipeline.'
    expect(await explain(refusal(403, { detail }))).toEqual({
      cause: 'client_not_allowlisted',
      explanation: 'The environment does not let in the client id of this application.',
      fix: "Add the client id to allowedClientIDs in the environment's api.yaml, and deploy that with a config pipeline.",
      file: 'api.yaml',
    })
  })

  it('knows a scope that is missing, and names that of the API', async () => {
    const detail = 'The access token is missing required scopes.'
    expect(await explain(refusal(403, { type: forbidden, detail }, folders))).toMatchObject({
      cause: 'scope_missing',
      fix: 'Ask for the missing scope when signing in, such as aem.folders.',
    })
  })

  it('names the scope of the assets API', async () => {
    const detail = 'The access token is missing required scopes.'
    const assets = `${origin}/adobe/assets/urn:aaid:aem:1/metadata`
    expect(await explain(refusal(403, { detail }, assets))).toHaveProperty(
      'fix',
      'Ask for the missing scope when signing in, such as aem.assets.author.',
    )
  })

  it('knows an API key that is refused in the words of Adobe’s gateway', async () => {
    const said = { error_code: '403003', message: 'Api Key is invalid' }
    expect(await explain(refusal(403, said, folders))).toMatchObject({
      cause: 'api_key_invalid',
      fix: 'Give createAemClient() as apiKey the client id with which the user signs in.',
    })
  })

  it('knows an API key that was never given', async () => {
    const error = new ConfigurationError('missing_client_id', 'apiKey', 'apiKey is missing.')
    expect(await explain(error)).toMatchObject({ cause: 'api_key_invalid' })
  })

  it('knows a user without the right', async () => {
    const detail = 'The user lacks the permission to change this repository.'
    expect(await explain(refusal(403, { type: forbidden, detail }, folders))).toMatchObject({
      cause: 'permission_missing',
      fix: "Give the user a product profile that allows it in Adobe's Admin Console.",
    })
  })

  it('knows a user without the right to one folder of several', async () => {
    const problem = { type: forbidden, title: 'Forbidden', detail: 'No.', instance: undefined }
    const error = new FolderError('deleted', '/content/dam', problem)
    expect(await explain(error)).toMatchObject({ cause: 'permission_missing' })
  })

  it('does not blame the user for a 403 that is not AEM’s', async () => {
    expect(await explain(new AemError(receive(403, '<html>Blocked</html>', models)))).toMatchObject(
      { cause: 'unknown' },
    )
  })
})

describe('explainFailure(), hibernated environment', () => {
  it('knows its page of failure', async () => {
    const page = '<html status="hibernated" healthy="hibernated"></html>'
    expect(await explain(new AemError(receive(503, page, models)))).toMatchObject({
      cause: 'hibernated',
      explanation: `${origin} answered with a web page instead of JSON, as a sleeping environment does.`,
    })
  })

  it('knows its page of success', async () => {
    const error = new UnexpectedResponseError('not_json', receive(200, '<html>', models), {
      found: 'with HTML where JSON was expected',
      isHtml: true,
    })
    expect(await explain(error)).toMatchObject({ cause: 'hibernated' })
  })

  it('does not take broken JSON for it', async () => {
    const error = new UnexpectedResponseError('not_json', receive(200, '{', models), {
      found: 'with something where JSON was expected',
    })
    expect(await explain(error)).toMatchObject({ cause: 'unknown' })
  })
})

describe('explainFailure(), no response', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('finds a CORS policy when the host does answer, and says what it has to allow', async () => {
    const error = new NetworkError({ method: 'POST', url: `${folders}/delete` })
    expect(await explain(error, answering)).toEqual({
      cause: 'cors_denied',
      explanation:
        "https://author.test can be reached, but the browser keeps its answer from this page: most likely AEM's CORS policy does not allow the request.",
      fix: "Let the CORS policy have this page's origin in alloworigin, /adobe/folders.* in allowedpaths, POST in supportedmethods, and Authorization, X-Api-Key, Content-Type in supportedheaders, and deploy it with a full-stack pipeline. If it has, open https://author.test in a tab: the environment may be hibernated.",
      file: 'com.adobe.granite.cors.impl.CORSPolicyImpl~<name>.cfg.json',
    })
  })

  it('asks a CORS policy for no header that the sites API does without', async () => {
    const { fix } = await explain(new NetworkError({ method: 'GET', url: models }), answering)
    expect(fix).toContain('GET in supportedmethods, and Authorization in supportedheaders')
  })

  it('finds a certificate or a connection when the host does not answer', async () => {
    const error = new NetworkError({ method: 'GET', url: models })
    expect(await explain(error, broken)).toEqual({
      cause: 'certificate_not_accepted',
      explanation:
        'The browser does not reach https://author.test, or does not accept its certificate.',
      fix: 'Open https://author.test in a tab of this browser: if it warns, accept or install the certificate; if nothing comes, check the connection and the address.',
      file: undefined,
    })
  })

  it('probes without token, header, cookie or cache, and without asking to read the answer', async () => {
    const probe = vi.fn<Fetch>(answering)
    await explain(new NetworkError({ method: 'POST', url: folders }), probe)
    expect(probe).toHaveBeenCalledOnce()
    expect(probe.mock.calls[0]?.[0]).toEqual(new URL(folders))
    expect(probe.mock.calls[0]?.[1]).toMatchObject({
      method: 'GET',
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      headers: {},
      body: null,
    })
  })

  it('does not wait for ever', async () => {
    const error = new NetworkError({ method: 'GET', url: models })
    const explanation = explain(error, () => new Promise(() => undefined))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await explanation).toMatchObject({ cause: 'certificate_not_accepted' })
  })

  it('rejects with the reason of the caller', async () => {
    const error = new NetworkError({ method: 'GET', url: models })
    const aem = createAemClient({ origin, fetch: broken })
    const signal = AbortSignal.abort('left')
    await expect(explainFailure(error, { aem, probe: answering, signal })).rejects.toBe('left')
  })

  it('names the host of a session that failed elsewhere', async () => {
    const error = new NetworkError({ method: 'POST', url: 'https://ims.test/ims/token/v3' })
    expect((await explain(error, broken)).explanation).toContain('https://ims.test')
  })

  it('does not blame AEM’s CORS policy for another host', async () => {
    const error = new NetworkError({ method: 'POST', url: 'https://ims.test/ims/token/v3' })
    expect(await explain(error, answering)).toMatchObject({ cause: 'unknown' })
  })
})

describe('explainFailure(), everything else', () => {
  it('gives what a failure says of itself', async () => {
    const error = new TimeoutError({ method: 'GET', url: models }, 30_000)
    expect(await explain(error)).toEqual({
      cause: 'unknown',
      explanation: error.message,
      fix: 'Try again later.',
      file: undefined,
    })
  })

  it('does not take another service’s refusal for AEM’s', async () => {
    const error = new HttpError(receive(403, '{"title":"Forbidden"}', 'https://ims.test/'))
    expect(await explain(error)).toMatchObject({ cause: 'unknown' })
  })

  it('does not repeat what a stranger throws', async () => {
    const { explanation } = await explain(new Error('fake-access-token'))
    expect(explanation).toBe('Something other than AEM has failed.')
  })
})

class SignInRequiredError extends MudbrickError {}

function explain(error: unknown, probe: Fetch = unasked) {
  return explainFailure(error, { aem: createAemClient({ origin, fetch: unasked }), probe })
}

function refusal(status: number, said: object, url = models): AemError {
  return new AemError(receive(status, JSON.stringify(said), url))
}

function receive(status: number, text: string, url: string): ReceivedResponse {
  return {
    method: 'GET',
    url,
    status,
    ok: status < 300,
    headers: new Headers(),
    requestId: undefined,
    retryAfterMs: undefined,
    text,
  }
}

function answering(): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 401 }))
}

function broken(): Promise<Response> {
  return Promise.reject(new TypeError('Failed to fetch'))
}

function unasked(): never {
  expect.unreachable('No request was expected.')
}
