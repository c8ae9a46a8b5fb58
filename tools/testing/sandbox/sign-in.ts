import type { Fetch } from '@mudbrick/http'
import {
  finishAuthorization,
  type ImsClient,
  type ImsGrant,
  startAuthorization,
} from '@mudbrick/ims'
import { createFormBrowser } from '../browsers/form-browser.ts'

/** Signs Cora in, once for every time that the function is called, each a sign-in of its own. */
export function createSignIn(ims: ImsClient, fetch: Fetch): () => Promise<ImsGrant> {
  const browser = createFormBrowser(
    (request) => fetch(new Request(request, { redirect: 'manual' })),
    new URL(ims.environment.tokenEndpoint).origin,
  )

  return async () => {
    const { url, transaction } = await startAuthorization(ims)
    let page = await browser.open(url)
    if (page.text.includes('name="password"')) {
      page = await browser.submit(page, { email: 'cora@wknd.test', password: 'mudbrick' })
    }
    if (page.text.includes('name="decision"')) {
      page = await browser.submit(page, { decision: 'allow' })
    }
    return finishAuthorization(ims, page.url.searchParams, transaction)
  }
}
