import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { ConfigurationError } from './configuration-error.ts'
import type { HttpFailure } from './http-failure.ts'
import { isMudbrickError, MudbrickError } from './mudbrick-error.ts'
import { NetworkError } from './network-error.ts'
import { TimeoutError } from './timeout-error.ts'
import { UnexpectedResponseError } from './unexpected-response-error.ts'

const request = { method: 'POST', url: 'https://ims.test/ims/token/v3' }

describe('isMudbrickError()', () => {
  it('recognises an error of this copy', () => {
    expect(isMudbrickError(new TimeoutError(request, 1))).toBe(true)
  })

  it('recognises an error of another copy', () => {
    const foreign = Object.assign(new Error('…'), {
      code: 'timed_out',
      retryable: true,
      needsInteraction: false,
    })
    expect(isMudbrickError(foreign)).toBe(true)
  })

  it('does not take a system error for one, though that has a code', () => {
    expect(isMudbrickError(Object.assign(new Error('…'), { code: 'ECONNRESET' }))).toBe(false)
  })

  it('does not take null for one', () => {
    expect(isMudbrickError(null)).toBe(false)
  })

  it('does not take a text for one', () => {
    expect(isMudbrickError('timed_out')).toBe(false)
  })
})

describe('MudbrickError', () => {
  it('keeps its name where class names are minified', () => {
    class t extends TimeoutError {}
    expect(new t(request, 1).name).toBe('TimeoutError')
  })

  it('begins its stack with its name', () => {
    expect(new TimeoutError(request, 1).stack).toMatch(/^TimeoutError: POST/)
  })

  it('logs its code but no field twice', () => {
    expect(JSON.parse(JSON.stringify(new TimeoutError(request, 1)))).toEqual({
      code: 'timed_out',
      retryable: true,
      needsInteraction: false,
      timeoutMs: 1,
      ...request,
    })
  })

  it('is told apart by its code', () => {
    const fieldOf = (error: HttpFailure): string | undefined => {
      if (error.code === 'missing_field')
        expectTypeOf(error).toEqualTypeOf<UnexpectedResponseError>()
      return error.code === 'missing_field' ? error.field : undefined
    }
    const options = { found: 'without a name', field: 'name' }
    const error = new UnexpectedResponseError('missing_field', { ...request, status: 200 }, options)
    expect(fieldOf(error)).toBe('name')
  })

  it('cannot be made without being of a kind', () => {
    // @ts-expect-error the base class is abstract
    expect(new MudbrickError('…')).toBeInstanceOf(Error)
  })
})

describe('ConfigurationError', () => {
  it('names the option to correct', () => {
    const error = new ConfigurationError('missing_client_id', 'clientId', 'clientId is missing.')
    expect(error).toMatchObject({ code: 'missing_client_id', option: 'clientId', retryable: false })
  })
})

describe('NetworkError', () => {
  it('says what to look at, CORS included, since browsers do not', () => {
    expect(new NetworkError(request).message).toBe(
      "POST https://ims.test/ims/token/v3 got no response: check the connection, the address and its certificate, and in a browser that the service's CORS policy allows this origin.",
    )
  })

  it('may be tried again', () => {
    expect(new NetworkError(request).retryable).toBe(true)
  })

  it('holds nothing of the request but method and address', () => {
    const sent = { ...request, body: 'code=fake-code' }
    const error = new NetworkError(sent, { cause: new TypeError('fetch failed') })
    expect(error.message + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

describe('TimeoutError', () => {
  it('holds nothing of the request but method and address', () => {
    const error = new TimeoutError({ ...request, body: 'code=fake-code' } as typeof request, 1)
    expect(error.message + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

describe('UnexpectedResponseError', () => {
  it('holds nothing of the response but its status and the field that failed', () => {
    const received = { ...request, status: 200, text: '{"access_token":"fake-access-token"}' }
    const error = new UnexpectedResponseError('wrong_type', received, { found: 'badly' })
    expect(error.message + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})
