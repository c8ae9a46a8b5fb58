import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'

const sandbox = await createSandbox()
const { ims, aem, home } = sandbox.origins
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('the bare address of a service', () => {
  it.each([
    ['IMS', ims],
    ['AEM', aem],
  ])('tells a browser that it is the sandbox’s %s, and the way home', async (name, origin) => {
    const response = await sandbox.fetch(`${origin}/`, { headers: asBrowser })
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain(name)
    expect(page).toContain(`href="${home}"`)
  })

  it.each([
    ['IMS', ims, 404],
    ['AEM', aem, 401],
  ])('is to a program what %s says', async (_, origin, status) => {
    expect((await sandbox.fetch(`${origin}/`)).status).toBe(status)
    const post = await sandbox.fetch(`${origin}/`, { method: 'POST', headers: asBrowser })
    expect(post.status).toBe(status)
    expect((await sandbox.fetch(`${origin}/x`, { headers: asBrowser })).status).toBe(status)
  })
})
