import { describe, expect, it } from 'vitest'

import { codeFor } from './code-for.ts'

describe('the code for a request', () => {
  it.each([
    ['GET', 'https://ims.test/ims/authorize/v2?client_id=wknd-spa', 'session.signIn()'],
    ['POST', 'https://ims.test/ims/token/v3', 'session.finishSignIn()'],
    ['POST', 'https://ims.test/ims/revoke', 'session.signOut()'],
    ['GET', 'https://aem.test/adobe/sites/cf/models', 'listContentFragmentModels(aem)'],
    ['GET', 'https://aem.test//adobe/sites/cf/models', 'listContentFragmentModels(aem)'],
    ['GET', 'https://aem.test/adobe/folders?path=/content/dam', 'listFolders(aem'],
    ['DELETE', 'https://aem.test/adobe/folders/1', '@mudbrick/aem has the function'],
    ['GET', 'https://commerce.test/rest/V1/products', 'createCommerceClient'],
  ])('for %s %s has %s', (method, url, code) => {
    expect(codeFor({ method, url })).toContain(code)
  })

  it('is nothing for a request that none of the packages sends', () => {
    expect(codeFor({ method: 'OPTIONS', url: 'https://aem.test/adobe/folders' })).toBeUndefined()
    expect(codeFor({ method: 'GET', url: 'https://ims.test/favicon.ico' })).toBeUndefined()
  })
})
