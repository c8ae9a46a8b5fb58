import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { operations } from '../operations.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('description', () => {
  it('lists every operation in OpenAPI, without a token', async () => {
    const { sandbox } = await open()
    const response = await sandbox.fetch(
      new Request(`${sandbox.origins.home}/control/openapi.json`),
    )
    const document = (await response.json()) as { openapi: string; paths: object }
    expect(document.openapi).toBe('3.1.0')
    const paths = new Set(operations.map(({ path }) => `/control${path}`))
    expect(new Set(Object.keys(document.paths))).toEqual(paths)
  })

  it('says which members may be left out', async () => {
    const { sandbox } = await open()
    const response = await sandbox.fetch(`${sandbox.origins.home}/control/openapi.json`)
    const { components, paths } = (await response.json()) as Description
    expect(components.schemas['Fault']?.required).toEqual(['match'])
    expect(components.schemas['BehaviorChange']?.required).toEqual([])
    expect(components.schemas['UserChange']?.required).toEqual(['email'])
    const journal = paths['/control/journal']?.get?.parameters ?? []
    expect(journal.filter(({ required }) => required)).toEqual([])
    const grant = paths['/control/tokens']?.post?.requestBody?.content['application/json']
    expect(grant?.schema.required).toEqual(['user', 'clientId'])
  })

  it.each(['/control', '/control/'])(
    'shows people a page at %s, without a script',
    async (path) => {
      const { sandbox } = await open()
      const response = await sandbox.fetch(sandbox.origins.home + path)
      const text = await response.text()
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(text).toContain('<code>POST /control/clock/advance</code>')
      expect(text).toContain('curl --cacert ~/.mudbrick/certificate/ca.crt -H')
      expect(text).not.toContain('<script')
      expect(text).not.toContain(sandbox.controlToken)
    },
  )
})

/** As much of an OpenAPI document as is looked at here. */
interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
  readonly paths: Readonly<Record<string, { readonly get?: Operation; readonly post?: Operation }>>
}

interface Schema {
  readonly required?: readonly string[]
}

interface Operation {
  readonly parameters?: readonly { readonly required: boolean }[]
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: Schema } }
  }
}
