import type { SessionList } from './server-answers.ts'

/** Says how many sessions there are, and how many of them the list shows. */
export function describeCount({ count, sessions }: SessionList): string {
  if (count === 1) return 'You are signed in here only.'
  const shown = sessions.length < count ? ` The newest ${sessions.length} are shown.` : ''
  return `You are signed in ${count} times, this session included.${shown}`
}

/** Says what signing out everywhere is about to end. */
export function describeEverywhere(count: number): string {
  return count === 1
    ? 'This session ends. Its tokens are revoked, and you have to sign in again.'
    : `${count} sessions end, this one included. Their tokens are revoked, and every browser has to sign in again.`
}

/** Leaves out the sessions with some labels. */
export function withoutSessions(list: SessionList, labels: readonly string[]): SessionList {
  const sessions = list.sessions.filter(({ label }) => !labels.includes(label))
  return { ...list, sessions, count: list.count - (list.sessions.length - sessions.length) }
}
