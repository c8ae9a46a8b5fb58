import { createFakeSession, fakeProfile } from '@mudbrick/browser/testing'
import { SessionProvider } from '@mudbrick/react'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Page } from './react-suspense.tsx'

beforeEach(() => {
  // React tells the console what a boundary has caught.
  vi.spyOn(console, 'error').mockReturnValue()
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('docs/guides/programs/react-suspense.tsx', () => {
  it('waits while the session is restored, then greets the user', async () => {
    const { become } = renderPage('restoring')
    expect(screen.getByText('One moment')).toBeDefined()
    await act(async () => become('signed-in'))
    expect(screen.getByRole('heading').textContent).toBe('Hello Ada Author')
  })

  it('offers to sign in, and greets the user afterwards', async () => {
    const { session } = renderPage('signed-out')
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await act(() => session.finishSignIn())
    expect(screen.getByRole('heading').textContent).toBe('Hello Ada Author')
  })

  it('greets the next user', async () => {
    const { become } = renderPage('signed-in')
    const profile = { ...fakeProfile, userId: 'vic@AdobeID', name: 'Vic Viewer' }
    await act(async () => become({ status: 'signed-in', profile }))
    expect(screen.getByRole('heading').textContent).toBe('Hello Vic Viewer')
  })
})

function renderPage(state: 'restoring' | 'signed-out' | 'signed-in') {
  const fake = createFakeSession({ state })
  render(
    <SessionProvider session={fake.session}>
      <Page />
    </SessionProvider>,
  )
  return fake
}
