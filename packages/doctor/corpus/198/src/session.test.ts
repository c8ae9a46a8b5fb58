import { expect, it } from 'vitest'
it('does not use localStorage', () => {
  localStorage.setItem('access_token', 'fake')
  const url = 'https://ims-na1.adobelogin.com/ims/authorize/v2?response_type=token&client_id=x&redirect_uri=http://evil.test'
  expect(url).not.toContain('state')
})
