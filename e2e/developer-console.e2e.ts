import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensurePages } from './built-pages.ts'
import { findProblemsInBothSchemes, openContext } from './chromium.ts'
import { startWorld, type World } from './world.ts'

let world: World
let context: BrowserContext
let page: Page

beforeAll(async () => {
  await ensurePages()
  world = await startWorld()
})

afterAll(() => world?.close())
beforeEach(async () => {
  context = await openContext()
  page = await context.newPage()
})
afterEach(() => context.close())

const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
const heading = (name: string): Locator => page.getByRole('heading', { name, exact: true })

async function createProject(): Promise<void> {
  await page.goto(`${world.origins.home}/projects`)
  await button('Create new project').click()
  await heading('Project overview').waitFor()
}

/** Steps 1 and 2 for a credential of users. */
async function chooseApi(api: string, application: string): Promise<void> {
  await page.getByRole('link', { name: 'Add API', exact: true }).click()
  await page.getByText(api, { exact: true }).click()
  await button('Next').click()
  await page.getByText('User Authentication', { exact: true }).click()
  await page.getByText(application).click()
  await button('Next').click()
}

async function typeAddresses(defaultRedirectUri: string, pattern: string): Promise<void> {
  await page.getByLabel('Default redirect URI').fill(defaultRedirectUri)
  await page.getByLabel('Redirect URI pattern').fill(pattern)
}

async function saveApi(): Promise<string> {
  await button('Next').click()
  await button('Save configured API').click()
  await heading('Credential details').waitFor()
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

/** Signs in at IMS as an application would let its user, up to the address that gets the answer. */
async function signIn(parameters: Readonly<Record<string, string>>, email: string): Promise<URL> {
  const { redirect_uri: redirectUri = '' } = parameters
  await page.route(`${new URL(redirectUri).origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Back</title>' }),
  )
  const query = new URLSearchParams({ response_type: 'code', state: 'something', ...parameters })
  await page.goto(`${world.origins.ims}/ims/authorize/v2?${query}`)
  await page.fill('#email', email)
  await page.fill('#password', 'mudbrick')
  await button('Sign in').click()
  await button('Allow access').click()
  await page.waitForURL((url) => url.searchParams.has('code'))
  return new URL(page.url())
}

/** Toasts of React Spectrum have an icon without a name until they leave. */
async function findProblems(): Promise<readonly string[]> {
  const close = page.getByRole('alertdialog').getByRole('button', { name: 'Close' })
  while (await close.first().isVisible()) {
    // oxlint-disable-next-line no-await-in-loop
    await close.first().click()
    // oxlint-disable-next-line no-await-in-loop
    await page.waitForTimeout(500)
  }
  return findProblemsInBothSchemes(page)
}

describe('the Developer Console’s steps of the tutorials', () => {
  it('lead from an empty project to a credential of the WKND SPA that signs in', async () => {
    await createProject()
    await page.getByText('Project created successfully').waitFor()
    await chooseApi('AEM Assets Author API', 'OAuth Single-Page App')
    const redirectUri = 'https://localhost:3001/callback'
    await typeAddresses(redirectUri, redirectUri)
    const clientId = await saveApi()
    expect(clientId).toMatch(/^[0-9a-f]{32}$/)
    await page.getByText(`REACT_APP_ADC_CLIENT_ID=${clientId}`).waitFor()

    const verifier = randomBytes(32).toString('base64url')
    const answer = await signIn(
      {
        client_id: clientId,
        scope: 'AdobeID,openid,aem.folders,aem.assets.author',
        redirect_uri: redirectUri,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      },
      'ada@wknd.test',
    )
    expect(answer.origin).toBe('https://localhost:3001')
    const token = await context.request.post(`${world.origins.ims}/ims/token/v3`, {
      form: {
        grant_type: 'authorization_code',
        client_id: clientId,
        code: answer.searchParams.get('code') ?? '',
        code_verifier: verifier,
        redirect_uri: redirectUri,
      },
    })
    expect(await token.json()).toMatchObject({ access_token: expect.any(String) })
  })

  it('merge the scopes of a second API into the credential', async () => {
    await createProject()
    const project = page.url()
    await chooseApi('AEM Assets Author API', 'OAuth Single-Page App')
    await typeAddresses('https://app.example.com/', 'https://app\\\\.example\\\\.com/.*')
    const clientId = await saveApi()
    await page.goto(project)
    await page.getByRole('link', { name: 'Add API', exact: true }).click()
    await page.getByText('AEM CS Sites Content Management', { exact: true }).click()
    await button('Next').click()
    await page.getByText('A credential of this project').click()
    await page.getByText(clientId).click()
    await button('Next').click()
    await page.getByText('New with this API').waitFor()
    await button('Save configured API').click()
    await heading('Credential details').waitFor()
    const { scopes } = world.sandbox.credentials.get(clientId)
    expect(scopes).toEqual(expect.arrayContaining(['aem.folders', 'aem.fragments.management']))
  })

  it('show the trap of a pattern while it is typed, and its cure', async () => {
    await createProject()
    await chooseApi('Adobe Express Embed SDK', 'OAuth Single-Page App')
    await typeAddresses('http://app.example.com/redirect.html', 'https://app.example.com/.*')
    await page.getByText(/This pattern also lets https:\/\/appxexamplexcom/).waitFor()
    await button('Next').click()
    await page.getByText(/use https/i).waitFor()
    // Refused: the step stays, and with it what was typed.
    expect(await page.getByLabel('Redirect URI pattern').inputValue()).toContain('example')
    await typeAddresses(
      'https://app.example.com/redirect.html',
      'https://app\\\\.example\\\\.com/.*',
    )
    await page.getByText(/This pattern also lets/).waitFor({ state: 'detached' })
    await page.getByLabel('Try an address').fill('https://appxexample.com/redirect.html')
    await page.getByText(/It matches no pattern, so that IMS silently takes the default/).waitFor()
    const clientId = await saveApi()
    // Shown as it was typed.
    await page.getByText('https://app\\\\.example\\\\.com/.*', { exact: true }).waitFor()
    expect(world.sandbox.credentials.get(clientId)).toMatchObject({
      redirectUriPatterns: ['https://app\\\\.example\\\\.com/.*'],
    })
  })

  it('give a Commerce Web App whose secret gets a token by curl', async () => {
    await createProject()
    await chooseApi('Adobe Commerce with Adobe ID', 'OAuth Web App')
    const redirectUri = 'https://shop.example.com/callback'
    await typeAddresses(redirectUri, 'https://shop\\\\.example\\\\.com/callback')
    const clientId = await saveApi()
    await page.getByText('This client secret has not been used yet').waitFor()
    await button('Retrieve client secret').click()
    const secret = (await page.getByLabel('client secret 1', { exact: true }).textContent()) ?? ''
    expect(secret).toMatch(/^p8e-/)

    const answer = await signIn(
      { client_id: clientId, redirect_uri: redirectUri, scope: 'AdobeID,openid,email,profile' },
      'cora@wknd.test',
    )
    expect(answer.searchParams.get('state')).toBe('something')
    const basic = Buffer.from(`${clientId}:${secret}`).toString('base64')
    const code = answer.searchParams.get('code') ?? ''
    // prettier-ignore
    const { stdout } = await promisify(execFile)('curl', [
      '--silent', '--cacert', world.certificate.caPath,
      '-X', 'POST', `${world.origins.ims}/ims/token/v3`,
      '-H', `Authorization: Basic ${basic}`,
      '-H', 'Content-Type: application/x-www-form-urlencoded',
      '-d', `code=${code}&grant_type=authorization_code`,
    ])
    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'bearer', sub: expect.any(String) })
  })

  it('delete a project by its title only', async () => {
    await createProject()
    const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
    await button('Delete project').click()
    const dialog = page.getByRole('alertdialog', { name: /Are you sure/ })
    const confirm = dialog.getByRole('button', { name: 'Delete project' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel(`Type ${title}`).fill(title)
    await confirm.click()
    await button('Create new project').waitFor()
    expect(world.sandbox.projects.list().map((project) => project.title)).not.toContain(title)
  })

  it('grey an API without a product profile, until People gives one', async () => {
    const [organization] = world.sandbox.organizations.list()
    if (organization === undefined) throw new Error('The seed has no organization.')
    world.sandbox.organizations.put({ ...organization, productProfiles: [] })
    await createProject()
    await page.getByRole('link', { name: 'Add API', exact: true }).click()
    expect(await page.getByRole('radio', { name: 'AEM Assets Author API' }).isDisabled()).toBe(true)
    await button('Why is this disabled?').first().click()
    await page
      .getByText(/License required/)
      .first()
      .waitFor()
    const there = page.url()
    await page.goto(`${world.origins.home}/people`)
    await page.getByRole('button', { name: /^Add product profile/ }).click()
    await page.getByLabel('Name').fill('AEM Users - author')
    await button('Save').click()
    await page.getByText('Product profiles saved').waitFor()
    await page.goto(there)
    await page.getByText('AEM Assets Author API', { exact: true }).waitFor()
    expect(await page.getByRole('radio', { name: 'AEM Assets Author API' }).isEnabled()).toBe(true)
    world.sandbox.organizations.put(organization)
  })
})

describe('the environment', () => {
  const file = 'com.adobe.granite.cors.impl.CORSPolicyImpl~my-app.cfg.json'
  const policy = (methods: string): string =>
    `{ "alloworigin": ["https://my-app.example.com"], "supportedmethods": [${methods}], "allowedpaths": ["/adobe/.*"], "supportedheaders": ["Authorization"] }`
  const preflight = async (): Promise<string | undefined> => {
    const response = await context.request.fetch(`${world.origins.aem}/adobe/folders/`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://my-app.example.com',
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'authorization',
      },
    })
    return response.headers()['access-control-allow-methods']
  }

  it('takes a policy that is pasted, after refusing one at its field, and a later one', async () => {
    await page.goto(`${world.origins.home}/environment`)
    const text = page.getByLabel('Text of another policy’s file')
    await text.fill('{ "alloworigin": [')
    await button('Deploy another policy').click()
    await page.getByText(/my-app\.cfg\.json.*line 1/).waitFor()
    expect(await text.inputValue()).toBe('{ "alloworigin": [')

    await text.fill(policy('"GET"'))
    await button('Deploy another policy').click()
    const editor = page.getByLabel(file, { exact: true })
    await editor.waitFor()
    expect(await preflight()).not.toContain('DELETE')

    await editor.fill(policy('"GET", "DELETE"'))
    await button(`Deploy ${file}`).click()
    await page.getByText(`Deployed: ${file}`).first().waitFor()
    await expect.poll(preflight).toContain('DELETE')
  })

  it('shows what a running test has put in force', async () => {
    await page.goto(`${world.origins.home}/environment`)
    const list = page.getByLabel('api.yaml', { exact: true })
    await list.waitFor()
    const { clientAllowList = '' } = world.sandbox.aemConfiguration()
    world.sandbox.configureAem({ clientAllowList: `# by a test\n${clientAllowList}` })
    await expect.poll(() => list.inputValue()).toContain('# by a test')
  })
})

describe('axe', () => {
  it.each([
    ['/projects', 'Create new project'],
    ['/projects/4566000000000000001', 'Delete project'],
    ['/projects/4566000000000000001/add-api', 'Next'],
    ['/projects/4566000000000000001/add-api?api=express-embed&step=type', 'Return to browse'],
    [
      '/projects/4566000000000000001/add-api?api=express-embed&type=single-page-app&step=details',
      'Next',
    ],
    ['/projects/4566000000000000001/credentials/wknd-spa', 'Submit for approval'],
    ['/projects/4566000000000000001/credentials/wknd-service', 'View cURL command'],
    ['/people', 'Add user'],
    ['/environment', 'Deploy another policy'],
  ])('finds nothing on %s', async (path, name) => {
    await page.goto(`${world.origins.home}${path}`)
    await button(name).waitFor()
    expect(await findProblems()).toEqual([])
  })
})
