import { createAemClient } from '@mudbrick/aem'
import { createFakeSession, fakeProfile } from '@mudbrick/browser/testing'
import { SessionProvider } from '@mudbrick/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { Models } from './react-query.tsx'

afterEach(cleanup)

describe('docs/guides/programs/react-query.tsx', () => {
  it('shows what AEM answers the user', async () => {
    renderModels()
    expect((await screen.findByRole('listitem')).textContent).toBe('Adventure')
  })

  it('shows the next user nothing of it', async () => {
    const { become } = renderModels()
    await screen.findByRole('listitem')
    const profile = { ...fakeProfile, userId: 'vic@AdobeID' }
    act(() => become({ status: 'signed-in', profile }))
    expect(screen.queryByRole('listitem')).toBeNull()
  })

  it('asks once, though the user signs in again', async () => {
    const { become, requests } = renderModels()
    await screen.findByRole('listitem')
    await act(async () => become('signing-in'))
    await act(async () => become('signed-in'))
    expect(requests).toHaveLength(1)
  })

  it('asks nothing while no user is signed in', async () => {
    const { become, requests } = renderModels()
    await screen.findByRole('listitem')
    await act(async () => become('signed-out'))
    expect(requests).toHaveLength(1)
  })
})

function renderModels() {
  const requests: unknown[] = []
  const fake = createFakeSession({
    fetch: async (request) => {
      requests.push(request)
      return Response.json({ items: [{ id: 'fake-id', path: '/conf/wknd', name: 'Adventure' }] })
    },
  })
  const aem = createAemClient({ origin: 'https://aem.test', fetch: fake.session.fetch })
  render(
    <SessionProvider session={fake.session}>
      <QueryClientProvider client={new QueryClient()}>
        <Models aem={aem} />
      </QueryClientProvider>
    </SessionProvider>,
  )
  return { ...fake, requests }
}
