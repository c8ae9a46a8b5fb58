import { describe, expect, it } from 'vitest'

import { ServerAnswerError } from './server-answers.ts'
import { describeServerFailure } from './server-failure.ts'

describe('describeServerFailure()', () => {
  it('quotes the server, and offers to try again when that can help', () => {
    const error = new ServerAnswerError(503, 'The store is locked: try again.')
    expect(describeServerFailure('Not read', error)).toMatchObject({
      title: 'Not read',
      explanation: 'The store is locked: try again.',
      canRetry: true,
      needsSignIn: false,
      status: 503,
    })
  })

  it('does not offer to repeat what the server refuses', () => {
    const { canRetry } = describeServerFailure('Not ended', new ServerAnswerError(404))
    expect(canRetry).toBe(false)
  })

  it('offers a sign-in to a user who is not signed in', () => {
    const { needsSignIn } = describeServerFailure('Not read', new ServerAnswerError(401))
    expect(needsSignIn).toBe(true)
  })

  it('says that the server does not answer', () => {
    expect(describeServerFailure('Not read', new TypeError('fetch failed'))).toMatchObject({
      explanation: 'The server of this app does not answer.',
      canRetry: true,
    })
  })
})
