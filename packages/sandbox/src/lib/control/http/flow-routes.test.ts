import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox.ts'
import { check } from '../../wire/schema.ts'
import { connectToSandbox } from '../connect-to-sandbox.ts'
import {
  explanationSchema,
  flowListSchema,
  flowSchema,
  revealedSecretsSchema,
  runSchema,
  streamedEventSchema,
} from '../flow-schemas.ts'

async function open(
  options: SandboxOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox(options)
  const user = createSandboxUser(sandbox)
  await user.exchange(codeOf(await user.authorize()))
  return { sandbox, send: createControlCaller(sandbox) }
}

async function readJson(response: Response): Promise<unknown> {
  const json: unknown = await response.json()
  return json
}

describe('flows', () => {
  it('are answered as they are described', async () => {
    const { send } = await open()
    const flows = await readJson(await send('GET', '/control/flows?text=token'))
    const flow = await readJson(await send('GET', '/control/flows/1'))
    const explanation = await readJson(await send('GET', '/control/journal/6/explanation'))
    const secrets = await readJson(await send('POST', '/control/journal/6/reveal'))
    const run = await readJson(await send('GET', '/control/run'))
    const problems = [
      check(flowListSchema, flows),
      check(flowSchema, flow),
      check(explanationSchema, explanation),
      check(revealedSecretsSchema, secrets),
      check(runSchema, run),
    ].map((checked) => checked.problems)
    expect(problems).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(flows).toMatchObject({ total: 1, flows: [{ id: '1', kind: 'sign-in' }] })
  })

  it.each([
    ['kind=signin', 'kind: give "sign-in"'],
    ['limit=0', 'limit: give a number from 1 to 10000'],
    ['limit=99999', 'limit: give a number from 1 to 10000'],
    ['since=yesterday', 'since: give a whole number'],
    ['application=wknd-spa', 'application: there is no such member; use kind, app, user'],
  ])('refuses ?%s', async (query, advice) => {
    const { send } = await open()
    const response = await send('GET', `/control/flows?${query}`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(JSON.stringify(advice).slice(1, -1))
  })

  it('answers 404 for what has left the journal', async () => {
    const { send } = await open()
    for (const path of ['flows/99', 'flows/none', 'journal/99/explanation']) {
      // oxlint-disable-next-line no-await-in-loop
      const response = await send('GET', `/control/${path}`)
      expect(response.status).toBe(404)
      // oxlint-disable-next-line no-await-in-loop
      expect(await response.json()).toMatchObject({ code: 'not_found' })
    }
  })

  it('refuses to show secrets where that is switched off', async () => {
    const { send } = await open({ revealSecrets: false })
    const response = await send('POST', '/control/journal/6/reveal')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'reveal_off' })
    expect(await (await send('GET', '/control/run')).json()).toMatchObject({ canReveal: false })
  })

  it('are the same by a connection', async () => {
    const { sandbox } = await open({ revealSecrets: false })
    const { home } = sandbox.origins
    const token = sandbox.controlToken ?? ''
    const connection = connectToSandbox({ origin: home, token, fetch: sandbox.fetch })
    expect(await connection.flows.list({ kind: 'sign-in', limit: 5 })).toEqual(
      await sandbox.flows.list({ kind: 'sign-in', limit: 5 }),
    )
    expect(await connection.flows.get(3)).toEqual(await sandbox.flows.get(3))
    expect(await connection.flows.explain(6)).toEqual(await sandbox.flows.explain(6))
    expect(connection.flowUrl(3)).toBe(sandbox.flowUrl(3))
    await expect(connection.flows.reveal(6)).rejects.toMatchObject({ code: 'reveal_off' })
    expect(await connection.run()).toMatchObject({ origins: sandbox.origins })
  })
})

describe('GET /control/run', () => {
  it('tells runs apart, and how full the journal is', async () => {
    const { send } = await open({ journalLimit: 4, ids: 'same' })
    const other = await open({ ids: 'same' })
    const run = (await readJson(await send('GET', '/control/run'))) as { readonly run: string }
    expect(run).toMatchObject({ journal: { limit: 4, held: 4, dropped: 2 }, canReveal: true })
    const second = await readJson(await other.send('GET', '/control/run'))
    expect(second).not.toMatchObject({ run: run.run })
  })
})

describe('GET /control/events', () => {
  it('tells of the flow behind each exchange, and of a cleared journal', async () => {
    const { sandbox, send } = await open()
    const stream = await send('GET', '/control/events')
    const reader = stream.body?.getReader()
    const readEvent = async (): Promise<unknown> => {
      const text = new TextDecoder().decode((await reader?.read())?.value)
      const json: unknown = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? 'null')
      return json
    }
    await readEvent()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    const events = [await readEvent(), await readEvent()]
    expect(events).toMatchObject([
      { type: 'exchange', exchange: { index: 7 } },
      { type: 'flow', flow: { id: '7', kind: 'other', exchanges: [7] } },
    ])
    sandbox.journal.clear()
    const cleared = await readEvent()
    expect(cleared).toMatchObject({ type: 'journal', action: 'cleared' })
    for (const event of [...events, cleared]) {
      expect(check(streamedEventSchema, event).problems).toBeUndefined()
    }
    await reader?.cancel()
  })
})

describe('journalLimit', () => {
  it.each([0, -1, 1.5, Number.NaN])('refuses %s', async (journalLimit) => {
    await expect(createSandbox({ journalLimit })).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining("The journal's limit is"),
    })
  })
})
