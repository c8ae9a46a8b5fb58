import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'

import { createSandboxUser, redirectUri } from '@mudbrick/testing/sandbox-user'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { portOffset, startWorld, type World } from './world.ts'

/** The policy that the tutorial prints, word for word where it matters. */
const tutorialPolicy = JSON.stringify({
  alloworigin: [''],
  alloworiginregexp: ['https://localhost:.*', 'http://localhost:.*'],
  allowedpaths: [
    '/adobe/sites/.*',
    '/graphql/execute.json.*',
    '/content/_cq_graphql/wknd-shared/endpoint.json',
    '/content/experience-fragments/.*',
  ],
  supportedheaders: [
    'Origin',
    'Accept',
    'X-Requested-With',
    'Content-Type',
    'Access-Control-Request-Method',
    'Access-Control-Request-Headers',
    'Authorization',
  ],
  supportedmethods: ['GET', 'HEAD', 'POST'],
  'maxage:Integer': 1800,
  supportscredentials: true,
  exposedheaders: [''],
})

let world: World
let server: Server
let context: BrowserContext
let page: Page
let token: string

beforeAll(async () => {
  world = await startWorld()
  const { certificate: cert, key } = world.certificate
  server = createServer({ cert, key }, (_, response) =>
    response.end('<!doctype html><title>Page</title>'),
  )
  await once(server.listen(3001 + portOffset, 'localhost'), 'listening')
  const moved = redirectUri.replace('3001', String(3001 + portOffset))
  token = await createSandboxUser(world.sandbox).obtainAccessToken({ redirect_uri: moved })
  context = await openContext()
  page = await context.newPage()
  await page.goto(`https://localhost:${3001 + portOffset}`)
})

afterAll(async () => {
  await context?.close()
  server?.closeAllConnections()
  server?.close()
  await world?.close()
})

/** The status that the page may read, or `blocked`. */
function callFromPage(path: string, init: RequestInit = {}): Promise<number | 'blocked'> {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) }
  return page.evaluate(
    async ([url, request]) => {
      try {
        return (await fetch(url, request)).status
      } catch {
        return 'blocked' as const
      }
    },
    [`${world.origins.aem}${path}`, { ...init, headers }] as const,
  )
}

const key = { 'x-api-key': 'wknd-spa' }
const models = '/adobe/sites/cf/models?limit=1'
const folders = '/adobe/folders?path=/content/dam'

describe('with the tutorial’s CORS policy, Chromium', () => {
  beforeAll(() =>
    world.sandbox.configureAem({ corsPolicies: { 'tutorial.cfg.json': tutorialPolicy } }),
  )

  it('lets the page read models', async () => {
    expect(await callFromPage(models, { headers: { 'content-type': 'application/json' } })).toBe(
      200,
    )
  })

  it.each([
    ['the path /adobe/folders', folders, {}],
    ['the path /adobe/folders with its key', folders, { headers: key }],
    [
      'the method DELETE, on a path that is allowed',
      '/adobe/sites/cf/fragments/none',
      { method: 'DELETE' },
    ],
    ['the header x-api-key, on a path that is allowed', models, { headers: key }],
  ])('blocks %s', async (_, path, init) => {
    expect(await callFromPage(path, init)).toBe('blocked')
  })
})

describe('with the shipped CORS policy, Chromium', () => {
  beforeAll(async () => {
    const file = 'com.adobe.granite.cors.impl.CORSPolicyImpl~wknd.cfg.json'
    const text = await readFile(
      new URL(`../packages/sandbox/seed/config/${file}`, import.meta.url),
      'utf8',
    )
    world.sandbox.configureAem({ corsPolicies: { [file]: text } })
  })

  it.each([
    ['models', models, {}, 200],
    ['folders', folders, { headers: key }, 200],
    [
      'a deletion',
      '/adobe/folders?path=/content/dam/none',
      { method: 'DELETE', headers: key },
      404,
    ],
    ['a refusal', folders, { headers: { 'x-api-key': 'other' } }, 403],
  ])('lets the page read %s', async (_, path, init, status) => {
    expect(await callFromPage(path, init)).toBe(status)
  })
})
