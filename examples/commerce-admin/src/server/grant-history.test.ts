import { describe, expect, it } from 'vitest'

import { createGrantHistory } from './grant-history.mjs'

const refreshed = { grantId: 'grant-1', type: 'refreshed', process: 'Process 1' }

describe('createGrantHistory()', () => {
  it('gives the newest first, in whatever order the processes told', () => {
    const history = createGrantHistory()
    for (const at of [2, 3, 1]) history.add({ ...refreshed, at })
    expect(history.list('grant-1').map(({ at }) => at)).toEqual([3, 2, 1])
  })

  it('keeps the grants of users apart', () => {
    const history = createGrantHistory()
    history.add({ ...refreshed, at: 1 })
    expect(history.list('grant-2')).toEqual([])
  })

  it('leaves out what is for operators', () => {
    const history = createGrantHistory()
    history.add({ ...refreshed, type: 'reencrypted', at: 1 })
    expect(history.list('grant-1')).toEqual([])
  })

  it('does not grow for ever', () => {
    const history = createGrantHistory()
    for (let at = 0; at < 100; at += 1) history.add({ ...refreshed, at })
    for (let id = 0; id < 1_000; id += 1) {
      history.add({ ...refreshed, grantId: `other-${id}`, at: 1 })
    }
    expect([history.list('grant-1'), history.list('other-999').length]).toEqual([[], 1])
  })
})
