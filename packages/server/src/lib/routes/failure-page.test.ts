import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createFailurePage } from './failure-page.ts'

const page = {
  status: 403,
  title: 'Not <signed> in',
  sentence: 'A & B',
  href: '/auth/sign-in?returnTo=%2F"><script>',
  link: 'Sign in again',
}

describe('createFailurePage()', () => {
  it('leaves no markup in what it is given', async () => {
    const text = await createFailurePage(page).text()
    expect(text).not.toContain('<script>')
    expect(text).not.toContain('<signed>')
    expect(text).toContain('A &#38; B')
  })

  it('tells when to try again, for 503 only', () => {
    const statuses = [503, 500, 400]
    expect(
      statuses.map((status) => createFailurePage({ ...page, status }).headers.get('retry-after')),
    ).toEqual(['5', null, null])
  })

  it('allows its own style, and no script', async () => {
    const response = createFailurePage(page)
    const policy = response.headers.get('content-security-policy')
    const style = /<style>(.*)<\/style>/s.exec(await response.text())?.[1] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(createHash('sha256').update(style).digest('base64'))
    expect(policy).not.toContain('script-src')
  })
})
