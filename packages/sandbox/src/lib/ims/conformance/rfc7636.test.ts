import { appendixB, createConformanceClient } from '@mudbrick/testing/conformance-client'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandboxes = {
  tutorial: await createSandbox(),
  strict: await createSandbox({ behavior: 'strict' }),
}

const noChallenge = { code_challenge: undefined, code_challenge_method: undefined }
const plainChallenge = {
  code_challenge: appendixB.codeVerifier,
  code_challenge_method: 'plain',
}

describe.each(['tutorial', 'strict'] as const)('RFC 7636, %s', (preset) => {
  const sandbox = sandboxes[preset]
  const errorAtAuthorize = async (
    parameters: Record<string, string | undefined>,
    clientId: 'commerce-admin' | 'wknd-spa' = 'wknd-spa',
  ): Promise<string | null> => {
    const { url } = await createConformanceClient(sandbox, clientId).authorize(parameters)
    return url.searchParams.get('error')
  }

  it('appendix B: the verifier fits the challenge', async () => {
    const client = createConformanceClient(sandbox, 'wknd-spa')
    expect((await client.exchange(await client.obtainCode())).status).toBe(200)
  })

  it.each([
    ['with its last character changed', `${appendixB.codeVerifier.slice(0, -1)}l`],
    ['in the other case', appendixB.codeVerifier.toLowerCase()],
    ['padded', `${appendixB.codeVerifier}=`],
    ['that is the challenge', appendixB.codeChallenge],
    ['of 42 characters', appendixB.codeVerifier.slice(1)],
    ['of 129 characters', 'x'.repeat(129)],
    ['that is empty', ''],
    ['that is left out', undefined],
  ])('§4.6 refuses a verifier %s', async (_, verifier) => {
    const client = createConformanceClient(sandbox, 'wknd-spa')
    const response = await client.exchange(await client.obtainCode(), { code_verifier: verifier })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: expect.stringMatching(/^invalid_(grant|request)$/),
    })
  })

  it.each([
    ['of 42 characters', appendixB.codeChallenge.slice(1)],
    ['with padding', `${appendixB.codeChallenge}=`],
    ['of another alphabet', appendixB.codeChallenge.replace('-', '+')],
  ])('§4.3 refuses an S256 challenge %s', async (_, challenge) => {
    expect(await errorAtAuthorize({ code_challenge: challenge })).toBe('invalid_request')
  })

  it('§4.4.1 refuses a method it does not know', async () => {
    expect(await errorAtAuthorize({ code_challenge_method: 'S512' })).toBe('invalid_request')
  })

  it('§4.4.1 refuses a method in another case', async () => {
    expect(await errorAtAuthorize({ code_challenge_method: 's256' })).toBe('invalid_request')
  })

  it('§4.4.1 refuses a public client without a challenge', async () => {
    expect(await errorAtAuthorize(noChallenge)).toBe('invalid_request')
  })

  it('§4.5 a wrong verifier uses the code up', async () => {
    const client = createConformanceClient(sandbox, 'wknd-spa')
    const code = await client.obtainCode()
    await client.exchange(code, { code_verifier: 'x'.repeat(43) })
    expect((await client.exchange(code)).status).toBe(400)
  })
})

describe('RFC 7636 where Adobe’s sources are silent', () => {
  it('§4.3 tutorial: plain is taken', async () => {
    const client = createConformanceClient(sandboxes.tutorial, 'wknd-spa')
    expect((await client.exchange(await client.obtainCode(plainChallenge))).status).toBe(200)
  })

  it('§4.3 tutorial: a challenge without a method is plain', async () => {
    const client = createConformanceClient(sandboxes.tutorial, 'wknd-spa')
    const code = await client.obtainCode({ ...plainChallenge, code_challenge_method: undefined })
    expect((await client.exchange(code)).status).toBe(200)
  })

  it('§4.3 strict: plain is refused', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize(plainChallenge)
    expect(url.searchParams.get('error')).toBe('invalid_request')
  })

  it('tutorial: a Web App goes without', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const code = await client.obtainCode(noChallenge)
    expect((await client.exchange(code, { code_verifier: undefined })).status).toBe(200)
  })

  it('strict: a Web App needs a challenge', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize(noChallenge)
    expect(url.searchParams.get('error')).toBe('invalid_request')
  })

  it('RFC 9700 §4.8.2: a verifier for a code without a challenge is a downgrade, and refused', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const response = await client.exchange(await client.obtainCode(noChallenge))
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('unless verifierWithoutChallenge is accept', async () => {
    const sandbox = await createSandbox({ behavior: { verifierWithoutChallenge: 'accept' } })
    const client = createConformanceClient(sandbox)
    expect((await client.exchange(await client.obtainCode(noChallenge))).status).toBe(200)
  })
})
