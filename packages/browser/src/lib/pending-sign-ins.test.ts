import type { AuthorizationTransaction } from '@mudbrick/oauth'
import { describe, expect, it } from 'vitest'
import { createFakeStorage } from '@mudbrick/testing/fake-page'
import { createStorageWithFallback, type KeyValueStorage } from './storage.ts'
import {
  createPendingSignIns as createOver,
  type PendingSignIn,
  type PendingSignIns,
} from './pending-sign-ins.ts'

describe('createPendingSignIns()', () => {
  it('finds a sign-in by its state, verifier included, in a later page', () => {
    const storage = createFakeStorage()
    createPendingSignIns('key', storage).add(pendingSignIn('a'))
    const found = createPendingSignIns('key', storage).take('a')
    expect(found?.transaction.codeVerifier).toBe('fake-verifier-a')
  })

  it('gives a sign-in once', () => {
    const pendingSignIns = createPendingSignIns('key', createFakeStorage())
    pendingSignIns.add(pendingSignIn('a'))
    pendingSignIns.take('a')
    expect(pendingSignIns.take('a')).toBeUndefined()
  })

  it('keeps the others when one is taken', () => {
    const pendingSignIns = createPendingSignIns('key', createFakeStorage())
    pendingSignIns.add(pendingSignIn('a'))
    pendingSignIns.add(pendingSignIn('b'))
    pendingSignIns.take('a')
    expect(pendingSignIns.take('b')?.returnTo).toBe('/b')
  })

  it('keeps the newest ten', () => {
    const pendingSignIns = createPendingSignIns('key', createFakeStorage())
    for (const state of 'abcdefghijk') pendingSignIns.add(pendingSignIn(state))
    expect([pendingSignIns.take('a'), pendingSignIns.take('b')?.returnTo]).toEqual([
      undefined,
      '/b',
    ])
  })

  it('forgets all of them', () => {
    const storage = createFakeStorage()
    const pendingSignIns = createPendingSignIns('key', storage)
    pendingSignIns.add(pendingSignIn('a'))
    pendingSignIns.clear()
    expect([...storage.items]).toEqual([])
  })

  it('takes what it cannot read for nothing', () => {
    const storage = createFakeStorage()
    storage.setItem('key', '[["not a transaction","/"]]')
    expect(createPendingSignIns('key', storage).isEmpty()).toBe(true)
  })
})

function pendingSignIn(state: string): PendingSignIn {
  const transaction: AuthorizationTransaction = {
    state,
    nonce: undefined,
    redirectUri: 'https://localhost:3001/callback',
    scope: 'AdobeID',
    createdAt: 0,
    codeVerifier: `fake-verifier-${state}`,
  }
  return { transaction, returnTo: `/${state}`, isPopup: false }
}

function createPendingSignIns(key: string, storage: KeyValueStorage): PendingSignIns {
  return createOver(
    key,
    createStorageWithFallback(
      () => storage,
      () => {},
    ),
  )
}
