import { Loading, Panel } from '@mudbrick/sample-frame'
import { Button, Link } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

import type { TokenEvent, TokenReport } from '../server-answers.ts'
import { createSignInHref } from '../sign-in-href.ts'
import { useToken } from '../use-token.ts'
import { TimeLeft } from './time-left.tsx'
import { TimeOfDay } from './time-of-day.tsx'

export interface TokenPanelProps {
  /** Called when the user has had the grant revoked. */
  readonly onRevoke: () => void
}

/** What the server does about the access token, which this page never gets. */
export function TokenPanel({ onRevoke }: TokenPanelProps): ReactElement {
  const { report, error, byProcess, refresh, revoke } = useToken()
  if (report === undefined) {
    return (
      <Panel title="Your token">
        {error ? (
          <p role="alert" className={paragraph}>
            {error.message}
          </p>
        ) : (
          <Loading>Asking the server</Loading>
        )}
      </Panel>
    )
  }
  return (
    <Panel title="Your token">
      <div className={stack}>
        <Facts report={report} />
        {!report.isActive && <EndNotice />}
        <div className={buttons}>
          <Button
            variant="secondary"
            isPending={refresh.isPending}
            onPress={() => refresh.mutate()}
          >
            Refresh now
          </Button>
          <Button
            variant="negative"
            fillStyle="outline"
            onPress={() => revoke.mutate(undefined, { onSuccess: onRevoke })}
          >
            Revoke
          </Button>
        </div>
        <p role="status" className={outcome({ isEmpty: !refresh.isError && !refresh.isSuccess })}>
          {describeOutcome(refresh)}
        </p>
        <Processes reports={byProcess} />
        <Events events={report.events} />
      </div>
    </Panel>
  )
}

function EndNotice(): ReactElement {
  return (
    <p className={paragraph}>
      Adobe IMS does not renew this token any more.{' '}
      <Link href={createSignInHref()}>Sign in again</Link> before it ends.
    </p>
  )
}

function Facts({ report }: { readonly report: TokenReport }): ReactElement {
  return (
    <dl className={facts}>
      <Fact term="Expires in">
        <TimeLeft expiresAt={report.expiresAt} />
      </Fact>
      <Fact term="Refreshed at">
        <TimeOfDay at={report.refreshedAt} />
      </Fact>
    </dl>
  )
}

function Fact({
  term,
  children,
}: {
  readonly term: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={fact}>
      <dt className={label}>{term}</dt>
      <dd className={value}>{children}</dd>
    </div>
  )
}

function Processes({ reports }: { readonly reports: readonly TokenReport[] }): ReactElement {
  return (
    <div>
      <h3 className={subheading}>What each process says</h3>
      <ul className={list}>
        {reports.map(({ process, processId, refreshedAt }) => (
          <li key={process} className={row}>
            <span>
              <span className={strong}>{process}</span>{' '}
              <span className={quiet}>pid {processId}</span>
            </span>
            <span className={quiet}>
              refreshed <TimeOfDay at={refreshedAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Events({ events }: { readonly events: readonly TokenEvent[] }): ReactElement | undefined {
  if (events.length === 0) return undefined
  return (
    <div>
      <h3 className={subheading}>What happened to it</h3>
      <ul className={list}>
        {events.map(({ type, at, process }) => (
          <li key={`${type} ${at} ${process}`} className={row}>
            <span>
              {eventWords[type] ?? type}, <span className={quiet}>{process}</span>
            </span>
            <span className={quiet}>
              <TimeOfDay at={at} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the vault's events are in the user's words. */
const eventWords: Readonly<Record<string, string | undefined>> = {
  created: 'Signed in',
  refreshed: 'Refreshed',
  'refresh-failed': 'Refresh failed',
  'sign-in-required': 'Refused by IMS',
  'lease-waited': 'Waited for the other',
}

function describeOutcome({
  data,
  error,
}: {
  readonly data: TokenReport | undefined
  readonly error: Error | null
}): string {
  if (error !== null) return `The token was not refreshed: ${error.message}`
  return data === undefined ? '' : `Refreshed by ${data.process}.`
}

const stack = style({ display: 'flex', flexDirection: 'column', gap: 16 })

const outcome = style({
  font: 'body-sm',
  color: 'gray-700',
  margin: 0,
  // The element has to exist before it gets a text, so that screen readers read it out.
  marginTop: { default: 0, isEmpty: -16 },
})

const paragraph = style({ font: 'body', margin: 0 })

const facts = style({ display: 'flex', flexDirection: 'column', gap: 8, margin: 0 })

const fact = style({ display: 'flex', justifyContent: 'space-between', gap: 12 })

const label = style({ font: 'body', color: 'gray-700' })

const value = style({
  font: 'title',
  margin: 0,
  fontVariantNumeric: 'tabular-nums',
  textAlign: 'end',
})

const buttons = style({ display: 'flex', flexWrap: 'wrap', gap: 12 })

const subheading = style({ font: 'title-sm', marginTop: 0, marginBottom: 8 })

const list = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  margin: 0,
  padding: 0,
  listStyleType: 'none',
})

const row = style({
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  columnGap: 12,
  font: 'body-sm',
})

const strong = style({ fontWeight: 'medium', color: 'gray-900' })

const quiet = style({
  font: 'body-sm',
  color: 'gray-700',
  margin: 0,
  fontVariantNumeric: 'tabular-nums',
})
