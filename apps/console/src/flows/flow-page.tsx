import { Badge, Content, Heading, InlineAlert, Link, StatusLight } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { Flow, FlowProblem } from '@mudbrick/sandbox'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSearchParams } from 'react-router'

import { ControlFailure } from '../control/control-failure.ts'
import { queries } from '../control/queries.ts'
import { Instant } from '../parts/instant.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { SequenceDiagram } from './sequence-diagram.tsx'
import { kindNames, outcomes } from './words.ts'

export interface FlowPageProps {
  readonly id: string
  /** The filter of the list, as the query of an address. */
  readonly search: string
}

/** One flow: what it is, what went wrong, and its messages. */
export function FlowPage({ id, search }: FlowPageProps): ReactElement {
  const { data: flow, error } = useQuery(queries.flow(id))
  return (
    <article className={block}>
      <div className={backWhenNarrow}>
        <Link href={`/flows${search === '' ? '' : `?${search}`}`}>All flows</Link>
      </div>
      {flow === undefined && error === null && <Loading>Asking for the flow</Loading>}
      {isGone(error) && (
        <Empty title="This flow has left the journal">
          The journal was cleared, or newer requests took its place.{' '}
          <Link href="/flows">See all</Link>
        </Empty>
      )}
      {error !== null && !isGone(error) && (
        <Failure title="The flow cannot be shown" error={error} />
      )}
      {flow !== undefined && !isGone(error) && <FlowBody flow={flow} />}
    </article>
  )
}

function isGone(error: unknown): boolean {
  return error instanceof ControlFailure && error.status === 404
}

interface FlowBodyProps {
  readonly flow: Flow
}

function FlowBody({ flow }: FlowBodyProps): ReactElement {
  const [query, setQuery] = useSearchParams()
  const opened = query.get('message') ?? undefined
  const open = (message: string | undefined): void => {
    setQuery(
      (former) => {
        if (message === undefined) former.delete('message')
        else former.set('message', message)
        return former
      },
      { replace: true },
    )
  }
  const { kind, clientId, user, outcome, startedAt, problems, isBeginningMissing, startedBy } = flow
  return (
    <>
      <header className={head}>
        <h2 className={heading}>
          {kindNames[kind]}
          {user?.email === undefined ? '' : ` of ${user.email}`}
        </h2>
        <div className={facts}>
          <StatusLight variant={outcomes[outcome].variant}>{outcomes[outcome].name}</StatusLight>
          {clientId !== undefined && <Badge fillStyle="subtle">{clientId}</Badge>}
          <span>
            <Instant at={startedAt} />
          </span>
          {startedBy !== undefined && (
            <Link href={`/flows/${startedBy}`}>The flow that its token is from</Link>
          )}
        </div>
      </header>
      {isBeginningMissing && (
        <InlineAlert variant="informative">
          <Heading>The beginning is missing</Heading>
          <Content>
            Its first requests have left the journal, because newer ones took their place.
          </Content>
        </InlineAlert>
      )}
      <Problems problems={problems} onOpen={open} />
      <SequenceDiagram flow={flow} opened={opened} onOpen={open} />
    </>
  )
}

interface ProblemsProps {
  readonly problems: readonly FlowProblem[]
  readonly onOpen: (message: string) => void
}

function Problems({ problems, onOpen }: ProblemsProps): ReactElement | undefined {
  const failures = problems.filter(({ severity }) => severity === 'failure')
  if (failures.length === 0) return undefined
  return (
    <InlineAlert variant="negative">
      <Heading>
        {failures.length === 1 ? 'What went wrong' : `${failures.length} things went wrong`}
      </Heading>
      <Content>
        <ul className={list}>
          {failures.map(({ code, what, change, message }) => (
            <li key={code + message}>
              {what} {change} <Link onPress={() => onOpen(message)}>Show the message</Link>
            </li>
          ))}
        </ul>
      </Content>
    </InlineAlert>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 16, minWidth: 0 })
const backWhenNarrow = style({ display: { default: 'block', lg: 'none' }, font: 'ui' })
const head = style({ display: 'flex', flexDirection: 'column', gap: 4 })
const heading = style({ font: 'heading', margin: 0, overflowWrap: 'anywhere' })
const facts = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 12,
  font: 'ui',
})
const list = style({
  margin: 0,
  paddingStart: 16,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
})
