import { describe, expect, it } from 'vitest'
import { forEachConcurrently } from './for-each-concurrently.ts'

describe('forEachConcurrently()', () => {
  it('does the work for each item, for so many at a time', async () => {
    const seen: number[] = []
    let present = 0
    let most = 0
    await forEachConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
      present += 1
      most = Math.max(most, present)
      await new Promise(setImmediate)
      seen.push(item)
      present -= 1
    })
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(2)
  })

  it('begins nothing after a failure, and ends what it has begun', async () => {
    const ended: number[] = []
    const failure = new Error('The second fails.')
    const work = forEachConcurrently([1, 2, 3], 2, async (item) => {
      if (item === 2) throw failure
      await new Promise(setImmediate)
      ended.push(item)
    })
    await expect(work).rejects.toBe(failure)
    expect(ended).toEqual([1])
  })
})
