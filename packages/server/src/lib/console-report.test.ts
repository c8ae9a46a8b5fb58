import { TimeoutError } from '@mudbrick/http'
import { createFakeTime } from '@mudbrick/testing/fake-time'
import { VaultError } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { createConsoleReport } from './console-report.ts'

describe('createConsoleReport()', () => {
  it('writes an error, and the request at which it happened', () => {
    const { report, written } = createCase()
    const error = new VaultError('store_unavailable')
    report(error, { requestId: 'request-1', route: '/auth/session', method: 'GET' })
    expect(written).toEqual([['GET /auth/session (request request-1):', error]])
  })

  it('writes an error that belongs to no request', () => {
    const { report, written } = createCase()
    report('broken', {})
    expect(written).toEqual([['broken']])
  })

  it('writes one of 1,087 equal errors, and a minute later how many there were', () => {
    const { report, written, time } = createCase()
    for (let number = 0; number < 1_087; number += 1) {
      report(new VaultError('store_unavailable'), { requestId: `request-${number}` })
      time.pass(10)
    }
    expect(written).toHaveLength(1)
    time.pass(60_000)
    expect(written.slice(1)).toEqual([
      ['VaultError store_unavailable: 1086 more in the last minute.'],
    ])
  })

  it('writes at most one line a minute while they go on, and at once after a quiet minute', () => {
    const { report, written, time } = createCase()
    for (let second = 0; second < 180; second += 1) {
      report(new VaultError('store_unavailable'), {})
      time.pass(1_000)
    }
    expect(written).toHaveLength(4)
    time.pass(120_000)
    expect(written).toHaveLength(4)
    report(new VaultError('store_unavailable'), {})
    expect(written).toHaveLength(5)
  })

  it('tells errors of other codes apart, and other errors by their message', () => {
    const { report, written } = createCase()
    const sent = { method: 'GET', url: 'https://ims.example/' }
    report(new VaultError('store_unavailable'), {})
    report(new VaultError('store_locked'), {})
    report(new TimeoutError(sent, 5), {})
    report(new Error('one'), {})
    report(new Error('two'), {})
    report(new Error('two'), {})
    expect(written).toHaveLength(5)
  })

  it('counts the kinds together when there are more than a hundred', () => {
    const { report, written } = createCase()
    for (let number = 0; number < 1_000; number += 1) report(new Error(`error ${number}`), {})
    expect(written).toHaveLength(101)
  })
})

function createCase() {
  const time = createFakeTime()
  const written: unknown[][] = []
  const write = (...parts: readonly unknown[]): void => void written.push([...parts])
  return { time, written, report: createConsoleReport({ clock: time, write }) }
}
