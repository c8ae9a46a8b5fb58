import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'
import { sendRequest } from './send-request.ts'

describe('parseJson()', () => {
  it('parses JSON', async () => {
    expect(parseJson(await receivedWith('{"items":[]}'))).toEqual({ items: [] })
  })

  it('says so when HTML came instead', async () => {
    const received = await receivedWith('\n<!doctype html><title>Bad gateway</title>')
    expect(() => parseJson(received)).toThrow(
      'GET https://api.test/items answered with HTML where JSON was expected (HTTP 200): check the address, then report it to the service.',
    )
  })

  it('gives the advice that it was told for HTML', async () => {
    const received = await receivedWith('<html></html>')
    expect(() => parseJson(received, { htmlAdvice: 'wake it' })).toThrow(/\(HTTP 200\): wake it\.$/)
  })

  it('reports anything else that is not JSON', async () => {
    const received = await receivedWith('')
    expect(() => parseJson(received)).toThrow(expect.objectContaining({ code: 'not_json' }))
  })

  it('does not quote the body, which may hold a token', async () => {
    const received = await receivedWith('{"access_token": fake-access-token}')
    const error = errorOf(() => parseJson(received))
    expect(inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

function receivedWith(body: string) {
  return sendRequest(new URL('https://api.test/items'), { fetch: async () => new Response(body) })
}

function errorOf(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}
