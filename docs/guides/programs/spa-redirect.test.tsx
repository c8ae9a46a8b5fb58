import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import type { Window } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

beforeEach(() => {
  sessionStorage.clear()
  document.body.innerHTML = `
    <p role="status"></p>
    <button id="sign-in">Sign in</button>
    <button id="list">List</button>
    <button id="sign-out">Sign out</button>
  `
})

afterEach(() => {
  cleanup()
  vi.resetModules()
})

describe('docs/guides/programs/spa-redirect.ts', () => {
  it('says that no user is signed in', async () => {
    await openAt('https://localhost:3001/')
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('signed-out'))
  })

  it('says what to do where no sign-in waits for the answer', async () => {
    await openAt('https://localhost:3001/callback?code=fake-code&state=fake-state')
    await waitFor(() =>
      expect(screen.getByRole('status').textContent).toContain('start sign-in again'),
    )
  })

  it('leaves an answer to another sign-in in the address', async () => {
    const address = 'https://localhost:3001/callback?code=fake-code&state=fake-state'
    await openAt(address)
    await waitFor(() =>
      expect(screen.getByRole('status').textContent).toContain('start sign-in again'),
    )
    expect(location.href).toBe(address)
  })

  it('says what to do where no user is signed in', async () => {
    await openAt('https://localhost:3001/')
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('signed-out'))
    fireEvent.click(screen.getByRole('button', { name: 'List' }))
    await waitFor(() =>
      expect(screen.getByRole('status').textContent).toContain('sign the user in again'),
    )
  })
})

async function openAt(address: string): Promise<void> {
  const { happyDOM } = window as unknown as Window
  happyDOM.setURL(address)
  await import('./spa-redirect.ts')
}
