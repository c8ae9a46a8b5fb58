import { describe, expect, it } from 'vitest'

import { prepareLiveReplay, readLiveEnvironment, readLiveExchanges } from './live-values.ts'
import { findDeviations, replay } from './replay.ts'

const environment = readLiveEnvironment(process.env)

describe(`the contract at ${environment.origin}`, () => {
  it.for(readLiveExchanges(environment))('$operation: $name', async (live, { skip }) => {
    if (live.missing.length > 0) skip(`set ${live.missing.join(', ')} to ask Adobe this`)
    const context = await prepareLiveReplay(environment, live.exchange)
    const response = await replay(live.exchange, context)
    expect(await findDeviations(response, live.exchange.response, context.values)).toEqual([])
  })
})
