import { act, cleanup, render, renderHook, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakeSession } from '@mudbrick/browser/testing'
import { SessionProvider } from './session-provider.tsx'
import { useSession } from './use-session.ts'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('useSession()', () => {
  it('gives the session of the provider, and its state', () => {
    const { session } = createFakeSession({ state: 'signed-out' })
    const { result } = renderHook(useSession, {
      wrapper: ({ children }) => <SessionProvider session={session}>{children}</SessionProvider>,
    })
    expect(result.current).toEqual({ session, snapshot: { status: 'signed-out' } })
  })

  it('renders again when the state changes', () => {
    const { session, become } = createFakeSession()
    render(
      <SessionProvider session={session}>
        <Status />
      </SessionProvider>,
    )
    act(() => become('expired'))
    expect(screen.getByRole('status').textContent).toBe('expired')
  })

  it('is restoring on a server', () => {
    const { session } = createFakeSession()
    const html = renderToString(
      <SessionProvider session={session}>
        <Status />
      </SessionProvider>,
    )
    expect(html).toBe('<output>restoring</output>')
  })

  it('takes over what a server has rendered, without a mismatch', () => {
    const reported = vi.spyOn(console, 'error').mockReturnValue()
    const { session } = createFakeSession()
    const app = (
      <SessionProvider session={session}>
        <Status />
      </SessionProvider>
    )
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = renderToString(app)
    render(app, { container, hydrate: true })
    expect(container.textContent).toBe('signed-in')
    expect(reported).not.toHaveBeenCalled()
  })

  it('says what is missing where there is no provider', () => {
    vi.spyOn(console, 'error').mockReturnValue()
    expect(() => renderHook(useSession)).toThrow(
      'The hooks and components of @mudbrick/react need a session: put <SessionProvider session={session}> around the components that use them.',
    )
  })
})

function Status(): ReactNode {
  return <output>{useSession().snapshot.status}</output>
}
