import { createSandbox, type Explanation } from '@mudbrick/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'

import { readOperations } from './exchange.ts'
import { replay } from './replay.ts'
import { prepareReplay } from './sandbox-values.ts'

const sandbox = await createSandbox()

beforeEach(() => {
  sandbox.reset()
})

/** Everything that Adobe's documents and clients send and get is explained where the sandbox shows it. */
describe.each(readOperations())('$operation', ({ exchanges }) => {
  it.each(exchanges)('$name: each name has a sentence', async (exchange) => {
    await replay(exchange, await prepareReplay(sandbox, exchange.request))
    const last = sandbox.journal.last()
    const explanation = await sandbox.flows.explain(last?.index ?? 0)
    expect(listUnexplained(explanation)).toEqual([])
  })

  it.each(exchanges)('$name: what is hidden somewhere is shown nowhere', async (exchange) => {
    await replay(exchange, await prepareReplay(sandbox, exchange.request))
    const { index = 0 } = sandbox.journal.last() ?? {}
    const explanation = JSON.stringify(await sandbox.flows.explain(index))
    const { secrets } = await sandbox.flows.reveal(index)
    // A challenge that is a hash is a secret of nothing, though it is hidden where its method cannot be seen.
    const hidden = secrets.filter(({ shown }) => !shown.startsWith('<code_challenge '))
    expect(hidden.filter(({ value }) => explanation.includes(value))).toEqual([])
  })
})

function listUnexplained({ request, response, tokens }: Explanation): readonly string[] {
  const fields = [...request.fields, ...(response?.fields ?? [])]
  const unexplained = fields
    .filter(({ about }) => about === undefined)
    .map(({ place, name }) => `${place} ${name}`)
  const claims = tokens.flatMap((token) =>
    [...token.header, ...token.claims]
      .filter(({ about }) => about === undefined)
      .map(({ name }) => `${token.name} ${name}`),
  )
  return [...unexplained, ...claims]
}
