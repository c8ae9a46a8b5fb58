import { readFile } from 'node:fs/promises'

import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import { describeHint, hintMessages } from './hints.ts'

describe('hintMessages', () => {
  it('say in a sentence what happened and what to do', () => {
    const odd = Object.values(hintMessages).filter((text) => !/^[A-Zacopx].+[:;].+\.$/.test(text))
    expect(odd).toEqual([])
  })

  it('stand in the documentation, each with its code', async () => {
    const page = await readFile(
      new URL('../../../../../docs/sandbox-hints.md', import.meta.url),
      'utf8',
    )
    const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (.+) \|$/gm)]
    const listed = rows.map(([, code = '', text = '']) => [code, text.replaceAll('\\|', '|')])
    expect(Object.fromEntries(listed)).toMatchObject(hintMessages)
  })
})

describe('describeHint()', () => {
  it('bounds what it is about', () => {
    const { about } = describeHint({ code: 'scope_unknown', about: 'x'.repeat(5000) })
    expect(about).toHaveLength(200)
  })
})

describe('GET /control/journal?hint=', () => {
  it('finds the exchanges and shows the hint with its sentence', async () => {
    const sandbox = await createSandbox()
    const { ims, home } = sandbox.origins
    const authorization = `Bearer ${sandbox.controlToken}`
    const list = (hint: string): Promise<Response> =>
      sandbox.fetch(`${home}/control/journal?hint=${hint}`, { headers: { authorization } })

    await sandbox.fetch(`${ims}/ims/userinfo/v2`)
    const response = await list('access_token_missing')
    expect(await response.json()).toMatchObject({
      exchanges: [
        {
          path: '/ims/userinfo/v2',
          hints: [{ code: 'access_token_missing', message: hintMessages['access_token_missing'] }],
        },
      ],
    })
    expect(await (await list('state_missing')).json()).toMatchObject({ exchanges: [] })
    expect((await list('state_mising')).status).toBe(400)
  })
})
