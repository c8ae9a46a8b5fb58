import { Loading } from '@mudbrick/sample-frame'
import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useRef } from 'react'

import { formatDayAndTime } from '../day-and-time.ts'
import type { ListedSession, SessionList as ListOfSessions } from '../server-answers.ts'
import { describeServerFailure } from '../server-failure.ts'
import { describeCount } from '../session-words.ts'
import { useIsNarrow } from '../use-is-narrow.ts'
import { useSessionList, type UseSessionListResult } from '../use-session-list.ts'
import { FailureNotice } from './failure-notice.tsx'
import { SessionList } from './session-list.tsx'
import { SessionTable } from './session-table.tsx'
import { Sheet } from './sheet.tsx'
import { SignOutEverywhere } from './sign-out-everywhere.tsx'

export interface SessionsProps {
  /** Called when all sessions of the user have ended, with their number. */
  readonly onSignOutEverywhere: (count: number) => void
}

/** The tab of the user's sessions: where they are signed in, and how to end that. */
export function Sessions({ onSignOutEverywhere }: SessionsProps): ReactElement {
  const sessions = useSessionList({ onSignOutEverywhere })
  const { list, error, reload } = sessions
  return (
    <Sheet
      title="Your sessions"
      text="Where you are signed in to this app. Each session has tokens of its own."
      refreshLabel="Read the list again"
      onRefresh={reload}
    >
      {error !== null && (
        <FailureNotice
          failure={describeServerFailure('Your sessions could not be read', error)}
          onRetry={reload}
        />
      )}
      {list === undefined && error === null && <Loading>Reading your sessions</Loading>}
      {list && <Listed list={list} sessions={sessions} />}
    </Sheet>
  )
}

interface ListedProps {
  readonly list: ListOfSessions
  readonly sessions: UseSessionListResult
}

function Listed({ list, sessions: { signOut, signOutEverywhere } }: ListedProps): ReactElement {
  const isNarrow = useIsNarrow()
  const outcome = useRef<HTMLParagraphElement>(null)
  const View = isNarrow ? SessionList : SessionTable
  // The button that had the focus goes with its session.
  const end = (session: ListedSession): void =>
    signOut.mutate(session, { onSuccess: () => outcome.current?.focus() })

  return (
    <>
      {!list.isUserKnown && <UnknownUserNotice />}
      {signOutEverywhere.isError && (
        <FailureNotice
          failure={describeServerFailure(
            'You are not signed out everywhere',
            signOutEverywhere.error,
          )}
          onRetry={() => signOutEverywhere.mutate()}
        />
      )}
      {signOut.isError && (
        <FailureNotice
          failure={describeServerFailure('The session was not signed out', signOut.error)}
          onRetry={() => end(signOut.variables)}
        />
      )}
      {list.isUserKnown && (
        <div className={row}>
          <div>
            <p className={count}>{describeCount(list)}</p>
            <p ref={outcome} role="status" tabIndex={-1} className={quiet}>
              {signOut.isSuccess && describeSignOut(signOut.variables)}
            </p>
          </div>
          <SignOutEverywhere
            count={list.count}
            isPending={signOutEverywhere.isPending}
            onConfirm={() => signOutEverywhere.mutate()}
          />
        </div>
      )}
      <View
        sessions={list.sessions}
        pending={signOut.isPending ? signOut.variables : undefined}
        onSignOut={end}
      />
    </>
  )
}

function UnknownUserNotice(): ReactElement {
  return (
    <InlineAlert variant="notice" styles={notice}>
      <Heading level={3}>This server does not know who you are</Heading>
      <Content>
        Adobe IMS did not name the user of this session, so the server cannot find your other
        sessions, and cannot sign you out everywhere. Add <code>openid</code> to COMMERCE_SCOPES,
        start the server again, and sign in again.
      </Content>
    </InlineAlert>
  )
}

function describeSignOut({ signedInAt }: ListedSession): string {
  return `The session of ${formatDayAndTime(signedInAt)} is signed out.`
}

const notice = style({ width: 'full' })

const row = style({
  display: 'flex',
  flexWrap: { default: 'wrap', sm: 'nowrap' },
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
})

const count = style({ font: 'body', margin: 0 })

const quiet = style({ font: 'body-sm', color: 'gray-700', margin: 0, outlineStyle: 'none' })
