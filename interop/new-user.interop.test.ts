import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'

import { openContext, shareChromium } from '../e2e/chromium.ts'
import { createOutsideProject, packOnce, type OutsideProject } from './lib/outside-project.ts'

/*
 * The way of a new user, timed: empty folder, tarballs, a credential and an AEM project of one's own, signed in, models
 * listed, and a policy put right on disk while the page is open. Prints a line per step.
 */

const portOffset = 700 + Number(process.env['MUDBRICK_PORT_OFFSET'] ?? 0)
const origin = `https://localhost:${3001 + portOffset}`
const patient = { timeout: 15_000 }
const osgiConfig =
  'my-aem/ui.config/src/main/content/jcr_root/apps/mine/osgiconfig/config.author/com.adobe.granite.cors.impl.CORSPolicyImpl~mine.cfg.json'

let project: OutsideProject
let context: BrowserContext
let page: Page

afterAll(async () => {
  await context?.close()
  await (await shareChromium()).close()
  await project?.remove()
})

it('leads from an empty folder to models of an own AEM project', async () => {
  const steps: string[] = []
  const step = async <Result>(name: string, act: () => Promise<Result>): Promise<Result> => {
    const before = performance.now()
    const result = await act()
    steps.push(`${((performance.now() - before) / 1000).toFixed(1).padStart(6)} s  ${name}`)
    return result
  }
  const printed = (): string => project.printed()

  await step('npm run pack', packOnce)
  project = await step('npm install: tarballs, Vite, React', () =>
    createOutsideProject({
      files: 'vite-app',
      packages: ['vite@8.3.8', '@vitejs/plugin-react@6.3.0', 'react@19.3.1', 'react-dom@19.3.1'],
      env: {
        MUDBRICK_PORT_OFFSET: String(portOffset),
        VITE_CLIENT_ID: clientId,
      },
    }),
  )
  await step('own credential (console.json) and own AEM project', async () => {
    await project.save('console.json', JSON.stringify(download))
    await mkdir(join(project.folder, osgiConfig, '..'), { recursive: true })
    await mkdir(join(project.folder, 'my-aem/config'), { recursive: true })
    await project.save(osgiConfig, policyFor('https://app.example.com'))
    await project.save('my-aem/config/api.yaml', allowListOf('another-client'))
  })
  await step('npx mudbrick sandbox, until it is ready', () =>
    project.start(
      /^Ready/m,
      'npx',
      'mudbrick',
      'sandbox',
      '--seed',
      'console.json',
      '--scopes',
      'openid,AdobeID,aem.fragments.management',
      '--aem-project',
      'my-aem',
    ),
  )
  await step('npx vite, until it is ready', () =>
    project.start(
      /Sandbox, which runs already/,
      'npx',
      'vite',
      '--port',
      String(3001 + portOffset),
    ),
  )

  context = await openContext()
  page = await context.newPage()
  await step('sign-in in Chromium; AEM’s CORS policy keeps the models back', async () => {
    await page.goto(origin)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('button[value="ada@wknd.test"]').click()
    await page.locator('button[value="allow"]').click()
    await page.getByText(/^Ada .*:/).waitFor()
    await expect.poll(printed, patient).toContain('cors_policy_missing')
  })
  await step('the policy is put right on disk; the allow-list keeps the models back', async () => {
    await project.save(osgiConfig, policyFor(origin))
    await expect.poll(printed, patient).toMatch(/Deploy by the full-stack pipeline: deployed/)
    await page.reload()
    await expect.poll(printed, patient).toContain('client_not_allow_listed')
  })
  await step('the allow-list is put right on disk; the page shows the models', async () => {
    await project.save('my-aem/config/api.yaml', allowListOf(clientId))
    await expect.poll(() => printed().match(/Deploy by the config/g)?.length, patient).toBe(2)
    await page.reload()
    await page.getByText(/Ada .*: .*Adventure/).waitFor()
  })
  console.log(steps.join('\n'))
  expect(steps).toHaveLength(8)
}, 300_000)

const clientId = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'

/** As Adobe's Developer Console downloads a project with one credential. */
const download = {
  project: {
    org: { name: 'Example', ims_org_id: 'E7E0000000000000000000E7@AdobeOrg' },
    workspace: {
      details: {
        services: [{ name: 'AEM Sites' }],
        credentials: [
          {
            name: 'My SPA',
            integration_type: 'oauthsinglepageapp',
            oauth2: {
              client_id: clientId,
              defaultRedirectUri: `${origin}/callback`,
              redirect_uri: [`https://localhost:${3001 + portOffset}/callback`],
            },
          },
        ],
      },
    },
  },
}

function policyFor(allowed: string): string {
  return `{ // ours
    "alloworigin": ["${allowed}"], "allowedpaths": ["/adobe/sites/.*"],
    "supportedmethods": ["GET"], "supportedheaders": ["Authorization", "X-Api-Key"] }`
}

function allowListOf(client: string): string {
  return `kind: API\ndata: { allowedClientIDs: { author: [${client}] } }\n`
}
