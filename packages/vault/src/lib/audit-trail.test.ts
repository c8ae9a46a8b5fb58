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
})

function createTrail() {
  const lines: string[] = []
  const events = createVaultEvents({ now: () => Date.UTC(2026, 5, 1, 9) })
  events.subscribe(createAuditTrail({ process: 'web-1', write: (line) => lines.push(line) }))
  return { ...events, lines }
}
