import { createSandbox } from '../../packages/sandbox/dist/index.js'
import { listen } from '../../packages/sandbox/dist/node.js'
import { createFormBrowser } from '../../tools/testing/browsers/form-browser.ts'

/** A sandbox behind a port, as foreign clients need it: most of them take no `fetch`. */
export interface RunningSandbox {
  /** Where IMS is reached. */
  readonly ims: string
  /** Opens an authorization request as ada, signs in, consents, and returns where she is sent. */
  signIn(authorizationUrl: string | URL): Promise<URL>
  close(): Promise<void>
}

/** Plain HTTP: not every client can be told to trust a certificate. */
export async function startSandbox(): Promise<RunningSandbox> {
  const sandbox = await createSandbox({ scheme: 'http' })
  const { origins, close } = await listen(sandbox, {
    ports: { home: 0, ims: 0, aem: 0, commerce: 0 },
    hosts: ['127.0.0.1'],
  })
  return {
    ims: origins.ims,
    close,
    signIn: async (authorizationUrl) => {
      const browser = createFormBrowser(
        (request) => fetch(request, { redirect: 'manual' }),
        origins.ims,
      )
      let page = await browser.open(authorizationUrl)
      if (page.text.includes('name="password"')) {
        page = await browser.submit(page, { email: 'ada@wknd.test', password: 'mudbrick' })
      }
      if (page.text.includes('name="decision"')) {
        page = await browser.submit(page, { decision: 'allow' })
      }
      if (page.url.origin === origins.ims) throw new Error(`Not signed in: ${page.visibleText}`)
      return page.url
    },
  }
}

/** The seeded web app. */
export const webApp = {
  id: 'commerce-admin',
  secret: 'commerce-admin-secret',
  redirectUri: 'http://localhost:3002/auth/callback',
  scopes: ['AdobeID', 'openid', 'offline_access'],
}

/** The seeded server-to-server credential. */
export const service = {
  id: 'wknd-service',
  secret: 'wknd-service-secret',
  scopes: ['AdobeID', 'openid'],
  organization: '57AB1E0000000000000000A0@AdobeOrg',
}
