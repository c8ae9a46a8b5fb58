import { inspect } from 'node:util'
import { isMudbrickError, sendRequest } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { CommerceError, isTokenRejected } from './commerce-error.ts'

const url = 'https://na1.api.commerce.adobe.com/AbC123/V1/products'

const missingPermission = {
  message: "The consumer isn't authorized to access %resources.",
  parameters: { resources: 'Magento_Catalog::products' },
}

async function errorOf(status: number, body: unknown): Promise<CommerceError> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = async (): Promise<Response> => new Response(text, { status })
  return new CommerceError(await sendRequest(new URL(`${url}?token=secret`), { fetch: answer }))
}

/** The bodies are those of Adobe's description, with values of our own. */
describe('CommerceError', () => {
  it('fills placeholders that have names', async () => {
    const error = await errorOf(404, {
      message: 'No such entity with %fieldName = %fieldValue',
      parameters: { fieldName: 'id', fieldValue: 99 },
    })
    expect(error.problem).toEqual({ message: 'No such entity with id = 99', code: undefined })
  })

  it('fills placeholders that have numbers', async () => {
    const error = await errorOf(400, {
      message: 'Invalid product data: %1',
      parameters: ['Unknown attribute set'],
    })
    expect(error.message).toBe(
      `GET ${url} failed with HTTP 400: "Invalid product data: Unknown attribute set"; correct the request.`,
    )
  })

  it('does not take a name for another that begins like it', async () => {
    const { problem } = await errorOf(400, {
      message: '%field and %fieldName, %1 and %none',
      parameters: { field: 'a', fieldName: 'b' },
    })
    expect(problem?.message).toBe('a and b, %1 and %none')
  })

  it('fills nothing into what was filled in', async () => {
    const { problem } = await errorOf(400, { message: '%1', parameters: ['%2', 'x'] })
    expect(problem?.message).toBe('%2')
  })

  it('tells of several things at once', async () => {
    const error = await errorOf(400, {
      message: 'Two fields failed',
      code: 3,
      errors: [
        { message: '"%fieldName" is required.', parameters: { fieldName: 'name' } },
        { message: '"%1" is required.', parameters: ['sku'] },
        'odd',
      ],
    })
    expect(error.errors).toEqual(['"name" is required.', '"sku" is required.'])
    expect(error.problem?.code).toBe(3)
    expect(error.message).toContain('"\\"name\\" is required."; "\\"sku\\" is required."; correct')
  })

  it('names the missing resource, and does not ask for a sign-in', async () => {
    const error = await errorOf(401, missingPermission)
    expect(error).toMatchObject({
      code: 'http_error',
      resource: 'Magento_Catalog::products',
      needsInteraction: false,
      retryable: false,
      message: `GET ${url} failed with HTTP 401: "The consumer isn't authorized to access Magento_Catalog::products."; the role of the user lacks Magento_Catalog::products, so have an administrator give it: another sign-in changes nothing.`,
    })
  })

  it('asks for a sign-in after any other 401', async () => {
    const error = await errorOf(401, { message: 'The access token has expired.' })
    expect(error).toMatchObject({ resource: undefined, needsInteraction: true })
    expect(error.message).toContain('sign the user in again')
  })

  it.each([
    [403, 'check the organization id, the API key and the product profiles'],
    [404, 'check what was asked for, the tenant id and the store view'],
    [405, 'correct the request'],
    [429, 'try again later'],
    [500, 'try again later'],
  ])('says after %i: %s', async (status, advice) => {
    expect((await errorOf(status, '')).message).toBe(
      `GET ${url} failed with HTTP ${status}: ${advice}.`,
    )
  })

  it('may be tried again after 429 and 5xx alone', async () => {
    expect((await errorOf(429, { message: 'Too Many Requests', trace: null })).retryable).toBe(true)
    expect((await errorOf(400, {})).retryable).toBe(false)
  })

  it.each(['', 'null', '[]', '<html>', '{"message":3,"parameters":null,"errors":{}}'])(
    'makes do with %j',
    async (body) => {
      const error = await errorOf(401, body)
      expect([error.problem?.message, error.errors, error.resource]).toEqual([
        undefined,
        [],
        undefined,
      ])
    },
  )

  it('shows no query and nothing like a token', async () => {
    const token = 'fake-token-'.repeat(8)
    const error = await errorOf(400, {
      message: 'Bad %1',
      parameters: [token],
      errors: [{ message: token }],
    })
    const shown = inspect(error, { depth: null }) + JSON.stringify(error) + error.message
    expect(shown).not.toContain(token)
    expect(shown).not.toContain('token=secret')
  })

  it('is known as one of Mudbrick’s', async () => {
    const error = await errorOf(400, {})
    expect([isMudbrickError(error), error.name]).toEqual([true, 'CommerceError'])
  })
})

describe('isTokenRejected()', () => {
  it('recognises a 401 that names no resource', async () => {
    const response = Response.json({ message: 'The access token has expired.' }, { status: 401 })
    expect(await isTokenRejected(response)).toBe(true)
  })

  it('recognises a 401 without any body', async () => {
    expect(await isTokenRejected(new Response(null, { status: 401 }))).toBe(true)
  })

  it('does not blame the token for a missing permission', async () => {
    expect(await isTokenRejected(Response.json(missingPermission, { status: 401 }))).toBe(false)
  })

  it('does not blame the token for anything but a 401', async () => {
    expect(await isTokenRejected(new Response('{}', { status: 403 }))).toBe(false)
  })

  it('leaves the response to be read', async () => {
    const response = Response.json(missingPermission, { status: 401 })
    await isTokenRejected(response)
    expect(await response.json()).toEqual(missingPermission)
  })
})
