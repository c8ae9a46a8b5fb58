import { cleanup, screen } from '@testing-library/react'
import type { Window } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>'
})

afterEach(() => {
  cleanup()
  vi.resetModules()
})

describe('docs/guides/programs/react-app.tsx', () => {
  it('offers to sign in when no user is signed in', async () => {
    await openAt('https://localhost:3001/')
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeDefined()
  })

  it('says what to do where no sign-in waits for the answer', async () => {
    await openAt('https://localhost:3001/callback?code=fake-code&state=fake-state')
    expect((await screen.findByRole('alert')).textContent).toContain('start sign-in again')
  })
})

async function openAt(address: string): Promise<void> {
  const { happyDOM } = window as unknown as Window
  happyDOM.setURL(address)
  await import('./react-app.tsx')
}
