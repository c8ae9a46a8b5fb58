import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

let sandbox: Sandbox
let printed: string[]
let complaints: string[]

beforeEach(async () => {
  sandbox = await createSandbox()
  vi.stubGlobal('fetch', sandbox.fetch)
  for (const [name, value] of Object.entries({
    CLIENT_ID: 'wknd-service',
    CLIENT_SECRET: 'wknd-service-secret',
    COMMERCE: sandbox.origins.commerce,
    IMS: sandbox.origins.ims,
    ORGANIZATION: '57AB1E0000000000000000A0@AdobeOrg',
  })) {
    vi.stubEnv(name, value)
  }
  printed = []
  complaints = []
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.resetModules()
  process.exitCode = undefined
})

describe('docs/guides/programs/commerce-client.ts', () => {
  it('lists stores, and all the tents of a price, with one token', async () => {
    await import('./commerce-client.ts')
    expect(printed.slice(0, 3)).toEqual(['default: en_US', 'de: de_DE', 'fr: fr_FR'])
    const prices = printed.slice(3).map((line) => Number(line.split(', ').at(-1)))
    expect(prices.length).toBeGreaterThan(0)
    expect(prices.filter((price) => price < 100 || price > 300)).toEqual([])
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toHaveLength(1)
  })

  it('names the right that is missing', async () => {
    const credential = sandbox.credentials
      .list()
      .find(({ clientId }) => clientId === 'wknd-service')
    if (credential?.type !== 'server-to-server') throw new Error('There is no such credential.')
    sandbox.credentials.put({
      ...credential,
      technicalAccount: { ...credential.technicalAccount, productProfiles: [] },
    })
    await import('./commerce-client.ts')
    expect([complaints, process.exitCode]).toEqual([
      ['An administrator has to grant Magento_Backend::store.'],
      1,
    ])
  })
})
