import { describe, expect, it } from 'vitest'
import { createAuditTrail } from './audit-trail.ts'
import { createVaultEvents, type GrantOccurrence } from './vault-event.ts'

describe('createAuditTrail()', () => {
  it('writes a line of JSON that says when, where, what, to which grant and by whose right', () => {
    const { lines, emit } = createTrail()
    emit('grant-1', { type: 'created', subject: 'ada@AdobeID' })
    expect(lines).toEqual([
      '{"time":"2026-06-01T09:00:00.000Z","process":"web-1","type":"created","grantId":"grant-1","subject":"ada@AdobeID"}',
    ])
  })

  it('keeps to one line, whatever is in it', () => {
    const { lines, emit } = createTrail()
    emit('grant-1', { type: 'misconfigured', code: 'invalid_client\n{"type":"created"}' })
    expect(lines[0]).not.toContain('\n')
  })

  it('leaves out what belongs to the day’s business', () => {
    const { lines, emit, emitWorkFailed } = createTrail()
    emit('grant-1', { type: 'lease-waited', durationMs: 5 })
    emit('grant-1', { type: 'refresh-failed', failure: 'transient', code: 'http_error' })
    emitWorkFailed('store_unavailable')
    expect(lines).toEqual([])
  })

  it.each<GrantOccurrence>([
    { type: 'refreshed', subject: undefined, durationMs: 5, remainingMs: 0 },
    { type: 'sign-in-required', subject: undefined, code: 'in_doubt' },
    { type: 'misconfigured', code: 'invalid_client' },
    { type: 'revoked', subject: undefined, reason: 'sign-out' },
    { type: 'revocation-settled' },
    { type: 'revocation-failed', failures: 1, code: 'network_failed' },
    { type: 'revocation-abandoned', failures: 10, code: 'network_failed' },
    { type: 'reencrypted', formerKeyId: 'old' },
    { type: 'unreadable', code: 'misplaced_record' },
    { type: 'discarded' },
    { type: 'rolled-back', subject: undefined },
  ])('writes down $type', (occurrence) => {
    const { lines, emit } = createTrail()
    emit('grant-1', occurrence)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: occurrence.type, grantId: 'grant-1' })
  })

  it('names the request that caused an event', () => {
    const { lines, emit, outside } = createTrail({ requestId: 'request-1', type: 'forged' })
    emit('grant-1', { type: 'revoked', subject: undefined, reason: 'sign-out' })
    outside()
    emit('grant-1', { type: 'revocation-settled' })
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'revoked', reason: 'sign-out', requestId: 'request-1' },
      { type: 'revocation-settled' },
    ])
    expect(lines[1]).not.toContain('requestId')
  })
})

describe('refreshes that fail', () => {
  it('stand in the trail when they have been failing for a minute, in one line for all grants', () => {
    const { emit, pass, shown } = createTrail()
    for (let second = 0; second <= 90; second += 1) {
      emit(`grant-${second % 30}`, failure)
      pass(1_000)
    }
    expect(shown()).toEqual([
      {
        time: '2026-06-01T09:01:00.000Z',
        process: 'web-1',
        type: 'refresh-failing',
        since: '2026-06-01T09:00:00.000Z',
        code: 'timed_out',
        grants: 30,
      },
    ])
  })

  it('and so does their end', () => {
    const { emit, pass, shown } = createTrail()
    for (const grantId of ['grant-1', 'grant-2', 'grant-1']) {
      emit(grantId, failure)
      pass(60_000)
    }
    emit('grant-1', refreshed)
    emit('grant-2', refreshed)
    emit('grant-2', refreshed)
    expect(shown().map(({ type, grants }) => [type, grants])).toEqual([
      ['refresh-failing', 2],
      ['refreshed', undefined],
      ['refresh-recovered', 2],
      ['refreshed', undefined],
      ['refreshed', undefined],
    ])
  })

  it('are found among refreshes that work', () => {
    const { emit, pass, shown } = createTrail()
    for (let minute = 0; minute < 3; minute += 1) {
      emit('grant-1', failure)
      emit('grant-2', refreshed)
      pass(60_000)
    }
    expect(shown()).toContainEqual(expect.objectContaining({ type: 'refresh-failing', grants: 1 }))
  })

  it('are over when another process has refreshed the grant', () => {
    const { emit, pass, shown } = createTrail()
    emit('grant-1', failure)
    pass(60_000)
    emit('grant-1', failure)
    pass(600_000)
    emit('grant-2', refreshed)
    expect(shown().map(({ type }) => type)).toEqual([
      'refresh-failing',
      'refresh-recovered',
      'refreshed',
    ])
  })

  it('do not stand there when they fail for less than a minute', () => {
    const { emit, pass, shown } = createTrail()
    emit('grant-1', failure)
    pass(59_999)
    emit('grant-1', failure)
    emit('grant-1', { type: 'sign-in-required', subject: undefined, code: 'refresh_rejected' })
    pass(60_000)
    emit('grant-1', failure)
    expect(shown().map(({ type }) => type)).toEqual(['sign-in-required'])
  })
})

describe('equal failures', () => {
  it('stand in the trail once in a minute, with their number', () => {
    const { emit, pass, shown } = createTrail()
    for (let number = 0; number < 1_087; number += 1) {
      emit(`grant-${number}`, { type: 'unreadable', code: 'unknown_key' })
      pass(10)
    }
    pass(60_000)
    emit('grant-1', { type: 'revocation-settled' })
    expect(shown().map(({ type, count }) => [type, count])).toEqual([
      ['unreadable', undefined],
      ['unreadable', 1_086],
      ['revocation-settled', undefined],
    ])
  })

  it('are those of one code', () => {
    const { emit, lines } = createTrail()
    emit('grant-1', { type: 'unreadable', code: 'unknown_key' })
    emit('grant-1', { type: 'unreadable', code: 'corrupt_record' })
    emit('grant-1', { type: 'misconfigured', code: 'invalid_client' })
    emit('grant-1', { type: 'misconfigured', code: 'invalid_client' })
    expect(lines).toHaveLength(3)
  })

  it('are written at once after a quiet minute', () => {
    const { emit, pass, shown } = createTrail()
    emit('grant-1', { type: 'unreadable', code: 'unknown_key' })
    pass(60_000)
    emit('grant-2', { type: 'unreadable', code: 'unknown_key' })
    expect(shown().map(({ grantId }) => grantId)).toEqual(['grant-1', 'grant-2'])
  })

  it('take little memory, whatever codes IMS has', () => {
    const { emit, lines } = createTrail()
    for (let number = 0; number < 1_000; number += 1) {
      emit('grant-1', { type: 'misconfigured', code: `code_${number}` })
    }
    expect(lines).toHaveLength(101)
  })
})

const failure = { type: 'refresh-failed', failure: 'transient', code: 'timed_out' } as const
const refreshed = {
  type: 'refreshed',
  subject: undefined,
  durationMs: 5,
  remainingMs: 0,
} as const

function createTrail(context?: object) {
  const lines: string[] = []
  let now = Date.UTC(2026, 5, 1, 9)
  let current = context
  const events = createVaultEvents({ now: () => now })
  const write = (line: string): void => void lines.push(line)
  events.subscribe(createAuditTrail({ process: 'web-1', write, context: () => current }))
  return {
    ...events,
    lines,
    shown: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    pass: (ms: number) => {
      now += ms
    },
    outside: () => {
      current = undefined
    },
  }
}
