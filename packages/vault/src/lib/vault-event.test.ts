import { HttpError } from '@mudbrick/http'
import { TokenResponseError } from '@mudbrick/ims'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVaultEvents, failureCodeOf, type VaultEvent } from './vault-event.ts'
import { VaultError } from './vault-error.ts'

const now = (): number => 1_000

describe('createVaultEvents()', () => {
  it('tells each listener what happened, to which grant and when', () => {
    const { emit, subscribe } = createVaultEvents({ now })
    const heard: VaultEvent[] = []
    subscribe((event) => heard.push(event))
    subscribe((event) => heard.push(event))
    emit('grant-1', { type: 'revocation-settled' })
    const event = { type: 'revocation-settled', at: 1_000, grantId: 'grant-1' }
    expect(heard).toEqual([event, event])
  })

  it('tells that no work was found, of no grant', () => {
    const { emitWorkFailed, subscribe } = createVaultEvents({ now })
    const heard: VaultEvent[] = []
    subscribe((event) => heard.push(event))
    emitWorkFailed('store_unavailable')
    expect(heard).toEqual([
      { type: 'work-failed', code: 'store_unavailable', at: 1_000, grantId: undefined },
    ])
  })

  it('tells nothing more to who has ended the subscription', () => {
    const { emit, subscribe } = createVaultEvents({ now })
    const heard: VaultEvent[] = []
    const listener = (event: VaultEvent): unknown => heard.push(event)
    const unsubscribe = subscribe(listener)
    subscribe(listener)
    unsubscribe()
    unsubscribe()
    emit('grant-1', { type: 'revocation-settled' })
    expect(heard).toHaveLength(1)
  })

  it('lets no listener change what the next one hears', () => {
    const { emit, subscribe } = createVaultEvents({ now })
    let event: VaultEvent | undefined
    subscribe((told) => {
      event = told
    })
    emit('grant-1', { type: 'lease-waited', durationMs: 5 })
    expect(Object.isFrozen(event)).toBe(true)
  })

  describe('with a listener that throws', () => {
    const uncaught = vi.fn<(error: unknown) => void>()
    let listeners: NodeJS.UncaughtExceptionListener[]

    beforeEach(() => {
      listeners = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      process.on('uncaughtException', uncaught)
    })
    afterEach(() => {
      process.off('uncaughtException', uncaught)
      for (const listener of listeners) process.on('uncaughtException', listener)
    })

    it('goes on, and lets the process hear of it', async () => {
      const { emit, subscribe } = createVaultEvents({ now })
      const heard: VaultEvent[] = []
      const mistake = new Error('The disk of the audit trail is full.')
      subscribe(() => {
        throw mistake
      })
      subscribe((event) => heard.push(event))
      emit('grant-1', { type: 'revocation-settled' })
      await new Promise(setImmediate)
      expect(heard).toHaveLength(1)
      expect(uncaught).toHaveBeenCalledExactlyOnceWith(mistake, 'uncaughtException')
    })
  })
})

describe('failureCodeOf()', () => {
  it('gives the word of IMS, where it has one', () => {
    expect(failureCodeOf(new TokenResponseError(refusal('invalid_grant')))).toBe('invalid_grant')
  })

  it('gives the code of any other error', () => {
    expect(failureCodeOf(new VaultError('store_full'))).toBe('store_full')
  })

  it('gives the code of a driver, and none of its prose', () => {
    const error = Object.assign(new Error('postgres://app:fake-password@db'), { code: '53300' })
    expect(failureCodeOf(error)).toBe('53300')
  })

  it('gives the name of an error without a code', () => {
    expect(failureCodeOf(new TypeError('x is not a function'))).toBe('TypeError')
  })

  it('gives something for anything', () => {
    expect(failureCodeOf('fake-token')).toBe('unknown')
  })
})

function refusal(error: string): HttpError {
  return new HttpError({
    method: 'POST',
    url: 'https://ims.test/ims/token/v3',
    status: 400,
    ok: false,
    headers: new Headers(),
    requestId: undefined,
    retryAfterMs: undefined,
    text: JSON.stringify({ error }),
  })
}
