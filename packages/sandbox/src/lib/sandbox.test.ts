import { describe, expect, it } from 'vitest'

import { SandboxError } from './sandbox-error.ts'
import { createSandbox } from './sandbox.ts'

describe('createSandbox()', () => {
  it('serves a page of its own with the addresses of the services', async () => {
    const sandbox = await createSandbox()
    const page = await (await sandbox.fetch(sandbox.origins.home)).text()
    for (const origin of ['ims', 'aem', 'commerce'] as const) {
      expect(page).toContain(`href="${sandbox.origins[origin]}"`)
    }
  })

  it('refuses an option that it does not have, as a misspelt one, and names those that there are', async () => {
    const misspelt: object = { behaviour: 'strict' }
    await expect(createSandbox(misspelt)).rejects.toMatchObject({
      name: 'SandboxError',
      code: 'invalid_configuration',
      message: expect.stringMatching(/no option "behaviour": use clock, .*behavior/),
    })
  })

  it('leads from its own page to the control API, and says how to get in', async () => {
    const sandbox = await createSandbox()
    const page = await (await sandbox.fetch(sandbox.origins.home)).text()
    expect(page).toContain('href="/control"')
    expect(page).toContain('sandbox.controlToken')
    expect(page).not.toContain(sandbox.controlToken)
  })

  it('says nothing of a control API that was left out', async () => {
    const sandbox = await createSandbox({ control: false })
    expect(await (await sandbox.fetch(sandbox.origins.home)).text()).not.toContain('/control')
  })

  it('answers 404 with a way back for any other page of its own', async () => {
    const sandbox = await createSandbox()
    const response = await sandbox.fetch(`${sandbox.origins.home}/nothing`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('href="/"')
  })

  it('refuses an origin that is not its own, and names those that are', async () => {
    const sandbox = await createSandbox()
    await expect(sandbox.fetch('https://ims-na1.adobelogin.com/')).rejects.toThrow(SandboxError)
    await expect(sandbox.fetch('https://ims-na1.adobelogin.com/')).rejects.toThrow(
      /has no https:\/\/ims-na1\.adobelogin\.com: it serves https:\/\/sandbox\.test/,
    )
  })

  it('moves the shipped redirect URIs on loopback by the port offset', async () => {
    const sandbox = await createSandbox({ portOffset: 500 })
    const credentials = JSON.stringify(sandbox.credentials.list())
    expect(credentials).toContain('https://localhost:3501/callback')
    expect(credentials).toContain('https://127.0.0.1:8500/redirect.html')
  })

  it('leaves the ports of a user’s own credentials, and takes its own export as it stands', async () => {
    const mine = {
      type: 'single-page-app',
      clientId: 'mine',
      name: 'Mine',
      defaultRedirectUri: 'https://localhost:5173/callback',
      redirectUriPatterns: ['https://localhost:5173/callback'],
      scopes: ['openid'],
    } as const
    const first = await createSandbox({ portOffset: 500, seed: { credentials: [mine] } })
    expect(first.credentials.get('mine')).toMatchObject(mine)

    const seed = { credentials: first.credentials.list() }
    const second = await createSandbox({ portOffset: 500, seed })
    expect(second.credentials.list()).toEqual(first.credentials.list())
  })

  it('can be reached at other origins too', async () => {
    const sandbox = await createSandbox()
    const fetch = sandbox.servedAt({
      home: 'https://localhost:8440',
      ims: 'https://127.0.0.1:8443',
      aem: 'https://localhost:8444',
      commerce: 'https://localhost:8445',
    })
    const response = await fetch(
      new Request('https://127.0.0.1:8443/ims/.well-known/openid-configuration'),
    )
    expect(await response.json()).toMatchObject({ issuer: 'https://127.0.0.1:8443' })
  })
})
