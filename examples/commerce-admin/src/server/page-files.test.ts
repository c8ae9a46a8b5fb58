import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createPageFiles } from './page-files.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commerce-admin-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<p>Hello</p>')
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), 'start()')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('createPageFiles()', () => {
  it('serves the page at /, whatever is in the query, and has browsers ask anew', async () => {
    const response = ask('/?tab=products')
    expect(await response.text()).toBe('<p>Hello</p>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  it('lets the page talk to its own server only', () => {
    expect(ask('/').headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*connect-src 'self'/,
    )
  })

  it('has browsers keep what has its content in its name', () => {
    expect(ask('/assets/index-1a2b.js').headers.get('cache-control')).toContain('immutable')
  })

  it.each(['/../settings.mjs', '/assets', '/%2e%2e/server.mjs', '/assets/', '/none'])(
    'has nothing at %s',
    (path) => {
      expect(ask(path).status).toBe(404)
    },
  )

  it('sends no body to HEAD, and takes no POST', async () => {
    expect([await ask('/', 'HEAD').text(), ask('/', 'POST').status]).toEqual(['', 405])
  })
})

function ask(path: string, method = 'GET'): Response {
  return createPageFiles(folder)(new Request(`https://localhost:3002${path}`, { method }))
}
