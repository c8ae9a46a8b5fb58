import { signInThroughForm, sandboxFixtures } from '@mudbrick/sandbox/playwright'
import type { SandboxFixtures } from '@mudbrick/sandbox/playwright'
import { expect, test as base } from './playwright-test.ts'

const app = process.env['APP'] ?? 'https://localhost:3001'

const test = base.extend<SandboxFixtures>({
  ...sandboxFixtures,
  sandboxOptions: {
    seed: {
      // Your own credential, as the Developer Console has it.
      credentials: [
        {
          clientId: 'wknd-spa',
          name: 'WKND SPA',
          type: 'single-page-app',
          defaultRedirectUri: `${app}/callback`,
          redirectUriPatterns: [`${app}/callback`],
          scopes: [
            'AdobeID',
            'openid',
            'aem.folders',
            'aem.assets.author',
            'aem.fragments.management',
          ],
        },
      ],
    },
  },
})

test('leads through sign-in and consent to the models', async ({ page }) => {
  await page.goto(app)
  await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
  await signInThroughForm(page, 'ada@wknd.test')
  await page.getByRole('button', { name: 'Fetch Content Fragment Models' }).click()
  await expect(page.getByRole('row', { name: 'Adventure' }).first()).toBeVisible()
})

test('asks nothing of who is signed in at IMS already', async ({ page, signIn }) => {
  await signIn('ada@wknd.test', { clientId: 'wknd-spa' })
  await page.goto(app)
  await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
  await expect(page.getByText('Ada Auster')).toBeVisible()
})

test('asks for patience while AEM is busy', async ({ page, sandbox, signIn }) => {
  sandbox.faults.add({ match: 'GET /adobe/*', status: 429, retryAfterSeconds: 60 })
  await signIn('ada@wknd.test', { clientId: 'wknd-spa' })
  await page.goto(app)
  await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
  await page.getByRole('button', { name: 'Fetch Content Fragment Models' }).click()
  await expect(page.getByRole('heading', { name: 'AEM asks for patience' })).toBeVisible()
})
