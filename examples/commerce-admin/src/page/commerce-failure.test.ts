import { createCommerceClient, listStoreConfigurations } from '@mudbrick/commerce'
import { describe, expect, it } from 'vitest'

import { describeCommerceFailure } from './commerce-failure.ts'
import type { Failure } from './failure.ts'

describe('describeCommerceFailure()', () => {
  it('tells a missing right from a token that is no good, which Commerce both calls 401', async () => {
    const missingRight = await describe401({
      message: "The consumer isn't authorized to access %resources.",
      parameters: { resources: 'Magento_Catalog::products' },
    })
    const ended = await describe401({ message: 'The access token is missing, invalid or expired.' })

    expect(missingRight).toMatchObject({ title: 'Your role lacks a right', needsSignIn: false })
    expect(missingRight.explanation).toContain('Magento_Catalog::products')
    expect(missingRight.advice[1]).toMatch(/^Signing in again changes nothing/)
    expect(ended).toMatchObject({ title: 'Commerce refuses your token', needsSignIn: true })
  })

  it('takes the server that finds no user signed in for an ended sign-in', async () => {
    const problem = { status: 401, code: 'signed_out', detail: 'No user is signed in.' }
    expect(await describe401(problem)).toMatchObject({
      title: 'Your sign-in has ended',
      needsSignIn: true,
      status: 401,
    })
  })

  it('names the variables when Commerce has no such place', async () => {
    const failure = await fail(
      Response.json({ message: 'Request does not match' }, { status: 404 }),
    )
    expect(failure.advice.join()).toContain('COMMERCE_TENANT_ID')
  })

  it.each([
    [429, 'Commerce asks for patience'],
    [503, 'Commerce is in trouble'],
    [502, 'Commerce could not be reached'],
    [504, 'Commerce could not be reached'],
  ])('offers to try again after %i: %s', async (status, title) => {
    const failure = await fail(Response.json({}, { status, headers: { 'retry-after': '60' } }))
    expect(failure).toMatchObject({ title, canRetry: true, status })
  })

  it('says that the request did not get there', async () => {
    const failure = await fail(new TypeError('fetch failed'))
    expect(failure.title).toBe('The server of this app does not answer')
  })

  it('does not offer to repeat what Commerce did not accept', async () => {
    const failure = await fail(Response.json({ message: 'Wrong condition' }, { status: 400 }))
    expect(failure).toMatchObject({ canRetry: false, title: 'Commerce did not accept this' })
  })

  it('describes a mistake of this page too', () => {
    expect(describeCommerceFailure(new Error('odd')).explanation).toBe('odd')
  })
})

function describe401(body: object): Promise<Failure> {
  return fail(Response.json(body, { status: 401 }))
}

/** The result of the page's client for an answer, or for a lost connection; without waiting, and without a timeout. */
async function fail(outcome: Response | Error): Promise<Failure> {
  const setTimer = (callback: () => void, delayMs: number): (() => void) => {
    if (delayMs < timeoutMs) queueMicrotask(callback)
    return () => {}
  }
  const commerce = createCommerceClient({
    origin: 'https://localhost:3002',
    tenantId: 'commerce',
    clock: { now: () => 0, setTimer },
    timeoutMs,
    fetch: () =>
      outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome.clone()),
  })
  const error: unknown = await listStoreConfigurations(commerce).catch((caught: unknown) => caught)
  return describeCommerceFailure(error)
}

const timeoutMs = 600_000
