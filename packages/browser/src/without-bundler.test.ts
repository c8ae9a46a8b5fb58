import { describe, expect, it } from 'vitest'
import * as standalone from './without-bundler.ts'

describe('standalone.js', () => {
  it('has what a page without a bundler needs to sign in', () => {
    expect(Object.keys(standalone).toSorted()).toEqual([
      'createImsClient',
      'createSession',
      'exchangeAuthCodeForToken',
      'isSignInError',
      'loadProfile',
      'signInWithPopup',
    ])
  })
})
