import { explains } from '@mudbrick/http/explains'
import { ConfigurationError } from '@mudbrick/ims'
import type { Session } from './session.ts'

/** Creates what a server renders with: it cannot know who is signed in in the browser. */
export function createServerSideSession(): Session {
  return Object.freeze({
    ready: Promise.resolve(),
    getSnapshot: () => restoring,
    subscribe: () => () => {},
    signIn: refuse,
    finishSignIn: refuse,
    getAccessToken: refuse,
    fetch: refuse,
    signOut: refuse,
    close: () => {},
  })
}

const restoring = Object.freeze({ status: 'restoring' })

async function refuse(): Promise<never> {
  throw new ConfigurationError(
    'invalid_option',
    'page',
    explains &&
      'A session signs in, fetches and signs out in a browser only, and here is no window: call it from an event or an effect.',
  )
}
