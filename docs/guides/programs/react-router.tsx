import { type AemClient, type ContentFragmentModel, listContentFragmentModels } from '@mudbrick/aem'
import { isSignInError, type Session } from '@mudbrick/browser'
import { FinishSignIn, SessionProvider, useSession, useUserKey } from '@mudbrick/react'
import { useEffect, useRef } from 'react'
import {
  type LoaderFunctionArgs,
  Outlet,
  type RouteObject,
  useHref,
  useLoaderData,
  useNavigate,
  useRevalidator,
  useRouteError,
} from 'react-router'

// For createBrowserRouter(createRoutes(session, aem)), outside of any component.
export function createRoutes(session: Session, aem: AemClient): RouteObject[] {
  async function loadModels({ request }: LoaderFunctionArgs) {
    // A page that has just been opened may still be asking another tab who is signed in.
    await session.ready
    const { items } = await listContentFragmentModels(aem, { signal: request.signal })
    return items
  }

  return [
    {
      element: (
        <SessionProvider session={session}>
          <Layout />
        </SessionProvider>
      ),
      HydrateFallback: () => <p>One moment</p>,
      children: [
        { path: '/models', loader: loadModels, element: <Models />, errorElement: <Failure /> },
        { path: '/callback', element: <Callback /> },
      ],
    },
  ]
}

/** What loaders have loaded is one user's: another user, or a sign-in in a popup, loads it anew. */
function Layout() {
  const userKey = useUserKey()
  const loadedFor = useRef(userKey)
  const { revalidate } = useRevalidator()

  useEffect(() => {
    if (loadedFor.current === userKey) return
    loadedFor.current = userKey
    void revalidate()
  }, [userKey, revalidate])

  return <Outlet />
}

function Models() {
  const models = useLoaderData<ContentFragmentModel[]>()
  return (
    <ul>
      {models.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </ul>
  )
}

/** The loader's session.fetch rejects when no user is signed in: no other guard is needed. */
function Failure() {
  const { session } = useSession()
  const error = useRouteError()
  if (!isSignInError(error)) throw error
  if (!error.needsInteraction) return <p role="alert">{error.message}</p>
  return <button onClick={() => session.signIn()}>Sign in</button>
}

function Callback() {
  const navigate = useNavigate()
  // The router adds its basename, which returnTo begins with already.
  const basename = useHref('/').replace(/\/$/, '')
  return (
    <FinishSignIn
      pending={<p>Signing you in</p>}
      onFinished={({ returnTo }) =>
        void navigate(returnTo.slice(basename.length), { replace: true })
      }
      renderFailure={(error, retry) => (
        <p role="alert">
          {error.message} <button onClick={() => retry()}>Sign in again</button>
        </p>
      )}
    />
  )
}
