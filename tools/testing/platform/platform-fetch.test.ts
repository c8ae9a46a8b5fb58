import { expect, it, vi } from 'vitest'

it('is the platform’s fetch also after modules were reset', async () => {
  const { platformFetch } = await import('./platform-fetch.ts')
  vi.resetModules()
  const again = await import('./platform-fetch.ts')
  expect(again.platformFetch).toBe(platformFetch)
  expect(again.platformFetch).not.toBe(globalThis.fetch)
})
