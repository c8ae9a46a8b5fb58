import { createAemClient } from '@mudbrick/aem'
import {
  createFakeSession,
  type CreateFakeSessionOptions,
  fakeProfile,
} from '@mudbrick/browser/testing'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRoutes } from './react-router.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('docs/guides/programs/react-router.tsx', () => {
  it('asks AEM once it is known who is signed in', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(models))
    const { become } = await renderAt('/models', { state: 'restoring', fetch })
    expect(screen.getByText('One moment')).toBeDefined()
    expect(fetch).not.toHaveBeenCalled()
    await act(async () => become('signed-in'))
    expect((await screen.findByRole('listitem')).textContent).toBe('Adventure')
  })

  it('offers to sign in, back to where the user wanted to go', async () => {
    const { calls } = await renderAt('/models', { state: 'signed-out' })
    fireEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
    expect(calls).toEqual([{ name: 'signIn', options: {} }])
  })

  it('asks AEM once for one user', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(models))
    const { become } = await renderAt('/models', { state: 'restoring', fetch })
    await act(async () => become('signed-in'))
    await screen.findByRole('listitem')
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('asks AEM again for the next user', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(models))
    const { become } = await renderAt('/models', { fetch })
    const profile = { ...fakeProfile, userId: 'vic@AdobeID' }
    await act(async () => become({ status: 'signed-in', profile }))
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('shows the models after a sign-in that did not leave the page', async () => {
    const { session } = await renderAt('/models', {
      state: 'signed-out',
      fetch: async () => Response.json(models),
    })
    await screen.findByRole('button', { name: 'Sign in' })
    await act(() => session.finishSignIn())
    expect((await screen.findByRole('listitem')).textContent).toBe('Adventure')
  })

  it('goes on where the user wanted to go', async () => {
    await renderAt('/callback', {
      state: 'signed-out',
      finishSignIn: async () => ({ returnTo: '/models', redirectUriFallback: undefined }),
      fetch: async () => Response.json(models),
    })
    expect((await screen.findByRole('listitem')).textContent).toBe('Adventure')
  })
})

const models = { items: [{ id: 'fake-id', path: '/conf/wknd/adventure', name: 'Adventure' }] }

async function renderAt(path: string, options: CreateFakeSessionOptions) {
  vi.spyOn(console, 'error').mockReturnValue()
  const fake = createFakeSession(options)
  const aem = createAemClient({ origin: 'https://aem.test', fetch: fake.session.fetch })
  const router = createMemoryRouter(createRoutes(fake.session, aem), { initialEntries: [path] })
  render(<RouterProvider router={router} />)
  await act(async () => {})
  return fake
}
