import { describe, expect, it } from 'vitest'

import { explainRefusal, findHostRole } from './adobe-hosts.ts'

describe('findHostRole()', () => {
  it('knows the hosts of IMS: production, stage, and the one for browsers', () => {
    const hosts = [
      'ims-na1.adobelogin.com',
      'ims-na1-stg1.adobelogin.com',
      'adobeid-na1.services.adobe.com',
    ]
    expect(hosts.map(findHostRole)).toEqual(['ims', 'ims', 'ims'])
  })

  it('knows an AEM author of any tenant', () => {
    expect(findHostRole('author-p12345-e67890.adobeaemcloud.com')).toBe('aem')
  })

  it('knows the hosts of Commerce', () => {
    expect(findHostRole('na1-sandbox.api.commerce.adobe.com')).toBe('commerce')
  })

  it('refuses any other host of Adobe', () => {
    const hosts = ['adobe.com', 'cc-api.adobe.io', 'ims-fra1.adobelogin.com']
    expect(hosts.map(findHostRole)).toEqual(['refused', 'refused', 'refused'])
  })

  it('takes a name in capitals, or with the dot of the root, for the same host', () => {
    expect(findHostRole('IMS-NA1.adobelogin.com.')).toBe('ims')
  })

  it('lets pass what only looks like Adobe', () => {
    const hosts = ['notadobe.com', 'adobe.com.example', 'ims-na1.adobelogin.com.example', '']
    expect(hosts.map(findHostRole)).toEqual(['elsewhere', 'elsewhere', 'elsewhere', 'elsewhere'])
  })
})

describe('explainRefusal()', () => {
  it('names the host and what the sandbox stands in for', () => {
    expect(explainRefusal('cc-api.adobe.io')).toMatch(
      /cc-api\.adobe\.io.*ims-na1\.adobelogin\.com.*\*\.adobeaemcloud\.com and \*\.api\.commerce/,
    )
  })
})
