import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import type { PageFile } from '../node/page-files.ts'
import { systemRandomness } from '../defaults.ts'
import { answerWithBuiltPages, type BuiltPagesContext } from './built-pages.ts'

const files: Readonly<Record<string, readonly [string, string]>> = {
  '/index.html': [
    '<!doctype html><meta property="csp-nonce" content="__CSP_NONCE__"><script type="module" src="/assets/index-1.js"></script>',
    'text/html; charset=utf-8',
  ],
  '/assets/index-1.js': ['start()', 'text/javascript; charset=utf-8'],
  '/favicon.svg': ['<svg/>', 'image/svg+xml'],
}

async function read(path: string): Promise<PageFile | undefined> {
  const file = files[path]
  return file && { bytes: new TextEncoder().encode(file[0]), type: file[1] }
}

async function createContext(home = 'https://localhost:8440'): Promise<BuiltPagesContext> {
  const { origins } = await createSandbox()
  return {
    origins: { ...origins, home },
    randomness: systemRandomness,
    controlCookie: () => 'control=secret',
    readPageFile: read,
  }
}

const navigation = {
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
}

async function ask(
  path: string,
  headers: Readonly<Record<string, string>> = navigation,
  home?: string,
): Promise<Response | undefined> {
  const context = await createContext(home)
  return answerWithBuiltPages(new Request(context.origins.home + path, { headers }), context)
}

describe('answerWithBuiltPages()', () => {
  it.each(['/', '/flows', '/flows/12', '/clock', '/console/projects/1'])(
    'answers %s with the page',
    async (path) => {
      const response = await ask(path)
      expect(response?.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await response?.text()).toContain('/assets/index-1.js')
    },
  )

  it('lets the page load its own files only, and ask the services', async () => {
    const response = await ask('/')
    const policy = response?.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(await response?.text()).toContain(`content="${nonce}"`)
    expect(policy.replace(nonce, 'n').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-n'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self' https://ims.sandbox.test https://aem.sandbox.test https://commerce.sandbox.test",
      "manifest-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
  })

  it('keeps hashed files for ever, and no page', async () => {
    const cached = async (path: string): Promise<string | null | undefined> =>
      (await ask(path))?.headers.get('cache-control')
    expect(await cached('/assets/index-1.js')).toBe('public, max-age=31536000, immutable')
    expect(await cached('/favicon.svg')).toBe('no-cache')
    expect(await cached('/')).toBe('no-store')
  })

  it('gives the control cookie to a browser that opens the page, and to nothing else', async () => {
    const cookie = async (
      path: string,
      headers?: Readonly<Record<string, string>>,
      home?: string,
    ): Promise<string | null | undefined> =>
      (await ask(path, headers, home))?.headers.get('set-cookie')
    expect(await cookie('/flows')).toBe('control=secret')
    expect(await cookie('/assets/index-1.js')).toBeNull()
    expect(await cookie('/', { accept: 'text/html' })).toBeNull()
    expect(await cookie('/', { ...navigation, 'sec-fetch-dest': 'iframe' })).toBeNull()
    expect(await cookie('/', navigation, 'https://sandbox:8440')).toBeNull()
    expect(await cookie('/', navigation, 'https://127.0.0.1:8440')).toBe('control=secret')
  })

  it('leaves programs, other methods and missing files to the plain page', async () => {
    expect(await ask('/', {})).toBeUndefined()
    expect(await ask('/origins.json', {})).toBeUndefined()
    expect(await ask('/assets/gone.js')).toBeUndefined()
    expect(await ask('/index.html')).toBeUndefined()
    const context = await createContext()
    const post = new Request(context.origins.home, { method: 'POST', headers: navigation })
    expect(await answerWithBuiltPages(post, context)).toBeUndefined()
  })

  it('answers HEAD without a body', async () => {
    const context = await createContext()
    const request = new Request(context.origins.home, { method: 'HEAD', headers: navigation })
    const response = await answerWithBuiltPages(request, context)
    expect([response?.status, await response?.text()]).toEqual([200, ''])
  })
})

describe('home without the built pages', () => {
  it('says at a link to a flow what is missing', async () => {
    const sandbox = await createSandbox()
    const page = await sandbox.fetch(sandbox.flowUrl(1))
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('The pages that show flows were not built')
    const other = await sandbox.fetch(`${sandbox.origins.home}/nothing`)
    expect(await other.text()).not.toContain('were not built')
  })
})

describe('home without the control API', () => {
  it('says so to the page that asks', async () => {
    const sandbox = await createSandbox({ control: false })
    const response = await sandbox.fetch(`${sandbox.origins.home}/control/flows`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      code: 'control_off',
      detail: expect.stringContaining('without --no-control'),
    })
  })
})
