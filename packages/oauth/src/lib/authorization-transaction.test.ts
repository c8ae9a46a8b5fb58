import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createAuthorizationRequest } from './authorization-request.ts'
import { parseTransaction, serializeTransaction } from './authorization-transaction.ts'

const { transaction } = await createAuthorizationRequest({
  authorizationEndpoint: 'https://server.test/authorize',
  clientId: 'client-id-123',
  redirectUri: 'https://app.test/callback',
  scopes: ['openid'],
})

describe('AuthorizationTransaction', () => {
  it('keeps the verifier out of JSON', () => {
    expect(JSON.stringify(transaction)).not.toContain(transaction.codeVerifier)
  })

  it('keeps the verifier out of what console.log shows', () => {
    expect(inspect(transaction)).not.toContain(transaction.codeVerifier)
  })
})

describe('parseTransaction()', () => {
  const restored = parseTransaction(serializeTransaction(transaction))

  it('reads back what was written', () => {
    expect(restored).toEqual(transaction)
  })

  it('reads back the verifier', () => {
    expect(restored.codeVerifier).toBe(transaction.codeVerifier)
  })

  it('keeps the verifier out of JSON again', () => {
    expect(JSON.stringify(restored)).not.toContain(transaction.codeVerifier)
  })

  it('reads a transaction without nonce', () => {
    const text = serializeTransaction({ ...restored, nonce: undefined, codeVerifier: 'fake' })
    expect(parseTransaction(text).nonce).toBeUndefined()
  })

  it('misses what a storage does not have', () => {
    expect(() => parseTransaction(null)).toThrow(
      expect.objectContaining({ code: 'transaction_missing' }),
    )
  })

  it('misses what is cut off', () => {
    expect(() => parseTransaction(serializeTransaction(transaction).slice(0, -1))).toThrow(
      expect.objectContaining({ code: 'transaction_missing' }),
    )
  })

  it('misses what lacks its verifier', () => {
    expect(() => parseTransaction(JSON.stringify(transaction))).toThrow(
      expect.objectContaining({ code: 'transaction_missing' }),
    )
  })
})
