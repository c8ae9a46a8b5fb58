import { describe, expect, it } from 'vitest'

import { isLoopback, parseConfiguration } from './configuration.ts'

const tutorial = {
  REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
  REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/token/v3',
  REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/userinfo/v2',
  REACT_APP_ADC_CLIENT_ID: 'client-id-123',
  REACT_APP_ADC_SCOPES: 'AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
  REACT_APP_AEM_ASSET_HOSTNAME: 'https://author-p12345-e67890.adobeaemcloud.com/',
  REACT_APP_REDIRECT_URI: 'https://localhost:3000/callback',
}

describe('parseConfiguration()', () => {
  it("reads the tutorial's variables and drops the slash after the AEM host", () => {
    expect(parseConfiguration(tutorial)).toEqual({
      isValid: true,
      configuration: {
        authorizationEndpoint: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
        tokenEndpoint: 'https://ims-na1.adobelogin.com/ims/token/v3',
        userinfoEndpoint: 'https://ims-na1.adobelogin.com/ims/userinfo/v2',
        clientId: 'client-id-123',
        scopes: 'AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
        aemOrigin: 'https://author-p12345-e67890.adobeaemcloud.com',
        redirectUri: 'https://localhost:3000/callback',
      },
    })
  })

  it('names a missing variable and says what to put', () => {
    expect(faultsOf({ REACT_APP_ADC_CLIENT_ID: undefined })).toEqual([
      'REACT_APP_ADC_CLIENT_ID is missing from .env: put the Client ID of the OAuth Single-Page App credential in Adobe Developer Console.',
    ])
  })

  it('takes a variable without any word for a missing one', () => {
    expect(faultsOf({ REACT_APP_ADC_SCOPES: ' , ' })).toEqual([
      expect.stringMatching(/^REACT_APP_ADC_SCOPES is missing from \.env: put the scopes/),
    ])
  })

  it('recognises a placeholder of the tutorial that was left in', () => {
    expect(
      faultsOf({ REACT_APP_AEM_ASSET_HOSTNAME: '<AEMCS Hostname, e.g., https://author.test/>' }),
    ).toEqual([
      'REACT_APP_AEM_ASSET_HOSTNAME still holds its placeholder in .env: put the origin of the AEM author, such as https://author-p12345-e67890.adobeaemcloud.com.',
    ])
  })

  it('names a variable that is not a URL', () => {
    expect(faultsOf({ REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: 'ims-na1.adobelogin.com' })).toEqual([
      'REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT in .env is not a URL: put the token endpoint of Adobe IMS, such as https://ims-na1.adobelogin.com/ims/token/v3.',
    ])
  })

  it('refuses http for another computer', () => {
    expect(faultsOf({ REACT_APP_AEM_ASSET_HOSTNAME: 'http://author.wknd.test' })).toEqual([
      expect.stringMatching(/^REACT_APP_AEM_ASSET_HOSTNAME in \.env starts with http:\/\//),
    ])
  })

  it('accepts http for this computer', () => {
    const variables = { ...tutorial, REACT_APP_AEM_ASSET_HOSTNAME: 'http://localhost:8444' }
    expect(parseConfiguration(variables)).toMatchObject({
      configuration: { aemOrigin: 'http://localhost:8444' },
    })
  })

  it('refuses a path after the AEM host', () => {
    expect(faultsOf({ REACT_APP_AEM_ASSET_HOSTNAME: 'https://author.wknd.test/adobe' })).toEqual([
      expect.stringContaining('has something after the host'),
    ])
  })

  it('refuses a redirect URI that this app does not answer', () => {
    expect(faultsOf({ REACT_APP_REDIRECT_URI: 'https://localhost:3001/' })).toEqual([
      expect.stringMatching(
        /^REACT_APP_REDIRECT_URI in \.env does not lead to this app's \/callback/,
      ),
    ])
  })

  it('tells all faults at once', () => {
    expect(parseConfiguration({})).toMatchObject({ isValid: false, faults: { length: 7 } })
  })
})

describe('isLoopback()', () => {
  it('holds for the names and addresses of this computer', () => {
    const urls = ['https://localhost:3001', 'https://127.0.0.1:8443', 'http://[::1]:80']
    expect(urls.filter((url) => isLoopback(url))).toEqual(urls)
  })

  it('does not hold for a host that only begins like one', () => {
    const urls = ['https://localhost.wknd.test', 'https://127.0.0.1.wknd.test']
    expect(urls.filter((url) => isLoopback(url))).toEqual([])
  })
})

function faultsOf(changes: Record<string, string | undefined>): readonly string[] {
  const result = parseConfiguration({ ...tutorial, ...changes })
  return result.isValid ? [] : result.faults
}
