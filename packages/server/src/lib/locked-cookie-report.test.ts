import { createFakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it } from 'vitest'
import { createLockedCookieReport } from './locked-cookie-report.ts'

const request = new Request('https://app.example/')

describe('createLockedCookieReport()', () => {
  it('tells once of each key', () => {
    const { report, time, told } = createCase()
    for (const keyId of ['2026-11', '2026-11', '2026-10']) {
      report({ keyId, isKeyKnown: false }, request)
      time.pass(60_000)
    }
    expect(told).toMatchObject([
      { message: expect.stringContaining('the key 2026-11, which this process does not have') },
      { message: expect.stringContaining('the key 2026-10, which this process does not have') },
    ])
  })

  it('says something else of a key whose name is taken', () => {
    const { report, told } = createCase()
    report({ keyId: '2026-11', isKeyKnown: true }, request)
    expect(told).toMatchObject([{ message: expect.stringContaining('had this name before') }])
  })

  it('tells of one in a minute, and of another one later', () => {
    const { report, time, told } = createCase()
    report({ keyId: 'a', isKeyKnown: false }, request)
    time.pass(59_999)
    report({ keyId: 'b', isKeyKnown: false }, request)
    expect(told).toHaveLength(1)
    time.pass(1)
    report({ keyId: 'b', isKeyKnown: false }, request)
    expect(told).toHaveLength(2)
  })

  it('tells of a hundred in all', () => {
    const { report, time, told } = createCase()
    for (let number = 0; number < 200; number += 1) {
      report({ keyId: `key-${number}`, isKeyKnown: false }, request)
      time.pass(60_000)
    }
    expect(told).toHaveLength(100)
  })
})

function createCase() {
  const time = createFakeTime()
  const told: unknown[] = []
  return { time, told, report: createLockedCookieReport(time, (error) => told.push(error)) }
}
