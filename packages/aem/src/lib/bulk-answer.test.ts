import { readFields } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { type BulkError, type BulkSuccess, matchPaths } from './bulk-answer.ts'

const trips = '/content/dam/trips'
const tripsOld = '/content/dam/trips-old'
const tripsNorth = '/content/dam/trips/north'

describe('matchPaths()', () => {
  it('finds successes by their path, whatever their order', () => {
    const successes = [successAt(tripsNorth), successAt(trips)]
    expect(matchPaths([trips, tripsNorth], { successes, errors: [] })).toEqual([
      { path: trips, success: successes[1] },
      { path: tripsNorth, success: successes[0] },
    ])
  })

  it('does not mind a slash at the end', () => {
    const successes = [successAt(trips)]
    expect(matchPaths([`${trips}/`], { successes, errors: [] })).toEqual([
      { path: `${trips}/`, success: successes[0] },
    ])
  })

  it('finds errors by the path in their prose, whatever their order', () => {
    const errors = [errorSaying(`exists at ${tripsNorth}`), errorSaying(`exists at ${trips}`)]
    expect(matchPaths([trips, tripsNorth], { successes: [], errors })).toEqual([
      { path: trips, error: errors[1] },
      { path: tripsNorth, error: errors[0] },
    ])
  })

  it('does not mistake a path for one that begins with it', () => {
    const errors = [errorSaying(`${tripsOld} is not empty.`), errorSaying(`${trips} is not empty.`)]
    expect(matchPaths([trips, tripsOld], { successes: [], errors })).toEqual([
      { path: trips, error: errors[1] },
      { path: tripsOld, error: errors[0] },
    ])
  })

  it('does not mistake a path for one with a blank', () => {
    const tripsNew = '/content/dam/trips 2026'
    const errors = [errorSaying(`${tripsNew} is not empty.`), errorSaying(`${trips} is not empty.`)]
    expect(matchPaths([trips, tripsNew], { successes: [], errors })).toEqual([
      { path: trips, error: errors[1] },
      { path: tripsNew, error: errors[0] },
    ])
  })

  it('gives what is left over in the order of the request', () => {
    const errors = [errorSaying('The first name is bad.'), errorSaying('The second as well.')]
    expect(matchPaths([trips, tripsNorth], { successes: [], errors })).toEqual([
      { path: trips, error: errors[0] },
      { path: tripsNorth, error: errors[1] },
    ])
  })

  it('lets one error stand for several folders', () => {
    const errors = [errorSaying('The quota is used up.')]
    expect(matchPaths([trips, tripsNorth], { successes: [], errors })).toEqual([
      { path: trips, error: errors[0] },
      { path: tripsNorth, error: errors[0] },
    ])
  })

  it('recognises a folder whose name AEM has changed', () => {
    const successes = [successAt('/content/dam/summer-2026')]
    expect(matchPaths(['/content/dam/Summer 2026'], { successes, errors: [] })).toEqual([
      { path: '/content/dam/Summer 2026', success: successes[0] },
    ])
  })

  it('does not guess when successes and errors are left over', () => {
    const successes = [successAt('/content/dam/elsewhere')]
    const errors = [errorSaying('One name is bad.')]
    expect(matchPaths([trips, tripsNorth], { successes, errors })).toEqual([
      { path: trips },
      { path: tripsNorth },
    ])
  })

  it('gives each of two equal paths its own answer', () => {
    const successes = [successAt(trips)]
    const errors = [errorSaying(`exists at ${trips}`)]
    expect(matchPaths([trips, trips], { successes, errors })).toEqual([
      { path: trips, success: successes[0] },
      { path: trips, error: errors[0] },
    ])
  })
})

function successAt(path: string): BulkSuccess {
  const received = { method: 'POST', url: 'https://author.test/adobe/folders', status: 200 }
  return { path, fields: readFields({ path }, received) }
}

function errorSaying(prose: string): BulkError {
  return { problem: undefined, prose }
}
