// Compiled against the declarations that npm's users get, in a project that knows Node.js but no DOM.
import { createAemClient } from '@mudbrick/aem'
import { type Fetch, sendRequest } from '@mudbrick/http'
import { createSandbox } from '@mudbrick/sandbox'
import type { KeyProvider } from '@mudbrick/vault'

const loggingFetch: Fetch = async (input, init) => {
  console.log(init?.method ?? (input instanceof Request ? input.method : 'GET'))
  return fetch(input, init)
}

await sendRequest(new URL('https://api.example/items'), {
  method: 'POST',
  headers: new Headers({ accept: 'application/json' }),
  body: new URLSearchParams({ name: 'value' }),
  credentials: 'omit',
  fetch,
})
await sendRequest(new URL('https://api.example/items'), { headers: { accept: 'text/plain' } })
// @ts-expect-error: a number is no set of headers.
await sendRequest(new URL('https://api.example/items'), { headers: 1 })
// @ts-expect-error: a body has to be something that can be sent.
await sendRequest(new URL('https://api.example/items'), { body: Symbol('body') })
// @ts-expect-error: `fetch` knows three values.
await sendRequest(new URL('https://api.example/items'), { credentials: 'some' })

createAemClient({ origin: 'https://author-p1-e1.adobeaemcloud.com', fetch: loggingFetch })
createAemClient({ origin: 'http://localhost', fetch: (await createSandbox()).fetch })

const key = await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey'])
export const keys: KeyProvider = {
  current: async () => ({ keyId: 'first', key }),
  // @ts-expect-error: a string is no key.
  byId: async (keyId) => ({ keyId, key: 'fake-key' }),
}
