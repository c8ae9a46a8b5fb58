import type { SessionSnapshot } from '@mudbrick/browser'

const restoring: SessionSnapshot = Object.freeze({ status: 'restoring' })

/** A server cannot know who is signed in, and the first render in the browser must agree with it. */
export function getServerSnapshot(): SessionSnapshot {
  return restoring
}
