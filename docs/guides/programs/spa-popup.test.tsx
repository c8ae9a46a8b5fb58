import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import type { Window } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

beforeEach(() => {
  sessionStorage.clear()
  document.body.innerHTML = `
    <p role="status"></p>
    <button id="create">Create</button>
    <button id="sign-out">Sign out</button>
  `
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.resetModules()
})

describe('docs/guides/programs/spa-popup.ts', () => {
  it('opens the window within the click', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null)
    await openAt('https://localhost:8000/', () => import('./spa-popup.ts'))
    fireEvent.click(screen.getByRole('button', { name: 'Create' }))
    expect(open).toHaveBeenCalledOnce()
  })

  it('says what to do when the browser blocks it', async () => {
    vi.spyOn(window, 'open').mockReturnValue(null)
    await openAt('https://localhost:8000/', () => import('./spa-popup.ts'))
    fireEvent.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('allow popups'))
  })
})

describe('docs/guides/programs/spa-popup-redirect.ts', () => {
  it('explains itself when it is opened directly', async () => {
    await openAt('https://localhost:8000/redirect.html', () => import('./spa-popup-redirect.ts'))
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('no sign-in to finish here'),
    )
  })
})

async function openAt(address: string, program: () => Promise<unknown>): Promise<void> {
  const { happyDOM } = window as unknown as Window
  happyDOM.setURL(address)
  await program()
}
