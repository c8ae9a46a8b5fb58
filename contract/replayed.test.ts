import { readFileSync } from 'node:fs'

import { behaviorSwitches } from '@mudbrick/sandbox'
import { describe, expect, it } from 'vitest'

import { listFiles, readOperation } from './exchange.ts'

const sentences = JSON.parse(
  readFileSync(new URL('not-replayed.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>
const exchanges = listFiles().flatMap((file) =>
  readOperation(file).exchanges.map((exchange) => ({ file, exchange })),
)

describe('an exchange of the contract', () => {
  it('is replayed by mudbrick verify, or says why it is not', () => {
    const wrong = exchanges.filter(
      ({ exchange: { live, notReplayed } }) => (live === 'never') !== (notReplayed !== undefined),
    )
    expect(wrong.map(({ file, exchange }) => `${file} ${exchange.name}`)).toEqual([])
  })

  it('has a reason that has a sentence, and each sentence is a reason', () => {
    const used = exchanges.flatMap(({ exchange }) => exchange.notReplayed ?? [])
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(sentences).toSorted())
  })

  it('that is replayed changes nothing', () => {
    const writing = exchanges.filter(
      ({ file, exchange: { live, request } }) =>
        live !== 'never' &&
        (request.before !== undefined ||
          /^(?:PATCH|PUT|DELETE)$/.test(request.method) ||
          (!file.startsWith('ims/') && request.method === 'POST')),
    )
    expect(writing).toEqual([])
  })
})

describe('contract/behavior-facts.json', () => {
  it('names switches of the sandbox, and exchanges of the contract', () => {
    const facts = Object.entries(
      JSON.parse(readFileSync(new URL('behavior-facts.json', import.meta.url), 'utf8')),
    )
    const ids = exchanges.map(({ file, exchange }) => `${file} ${exchange.name}`)
    expect(facts.filter(([, id]) => !ids.includes(String(id)))).toEqual([])
    expect(facts.filter(([name]) => !Object.hasOwn(behaviorSwitches, name))).toEqual([])
  })
})
