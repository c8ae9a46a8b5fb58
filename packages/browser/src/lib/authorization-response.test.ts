import { describe, expect, it } from 'vitest'
import { createFakeBrowser } from '@mudbrick/testing/fake-browser'
import { createFakePage, createFakeStorage, type FakePage } from '@mudbrick/testing/fake-page'
import { createFakeTime } from '@mudbrick/testing/fake-time'
import { takeAuthorizationResponse } from './authorization-response.ts'

const callback = 'https://localhost:3001/callback'

describe('takeAuthorizationResponse()', () => {
  it('gives the parameters of the query', () => {
    const response = takeAuthorizationResponse(pageAt(`${callback}?code=fake-code&state=s`))
    expect([...(response ?? [])]).toEqual([
      ['code', 'fake-code'],
      ['state', 's'],
    ])
  })

  it('gives the parameters of the fragment', () => {
    const response = takeAuthorizationResponse(pageAt(`${callback}#error=access_denied&state=s`))
    expect(response?.get('error')).toBe('access_denied')
  })

  it('gives repeated parameters as often as they came', () => {
    const response = takeAuthorizationResponse(pageAt(`${callback}?code=a&code=b&state=s`))
    expect(response?.getAll('code')).toEqual(['a', 'b'])
  })

  it('cleans the query and keeps what belongs to the app', () => {
    const page = pageAt(`${callback}?tenant=1&code=fake-code&state=s&iss=i&error=e#top`)
    takeAuthorizationResponse(page)
    expect(page.addressBar()).toBe(`${callback}?tenant=1#top`)
  })

  it('cleans the fragment', () => {
    const page = pageAt(`${callback}#code=fake-code&state=s&access_token=fake-token`)
    takeAuthorizationResponse(page)
    expect(page.addressBar()).toBe(callback)
  })

  it('finds nothing where there is no response', () => {
    expect(takeAuthorizationResponse(pageAt(`${callback}?tenant=1#top`))).toBeUndefined()
  })

  it('leaves an address without a response as it is', () => {
    const page = pageAt(`${callback}?tenant=1&iss=2#a=b`)
    takeAuthorizationResponse(page)
    expect(page.addressBar()).toBe(`${callback}?tenant=1&iss=2#a=b`)
  })
})

function pageAt(address: string): FakePage {
  return createFakePage({
    address,
    time: createFakeTime(),
    storage: createFakeStorage(),
    browser: createFakeBrowser(),
  })
}
