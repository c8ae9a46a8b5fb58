import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { Flow, FlowMessage, FlowParticipant } from '@mudbrick/sandbox'
import type { CSSProperties, ReactElement } from 'react'

import { MessageDetails } from './message-details.tsx'
import { participantNames } from './words.ts'

export interface SequenceDiagramProps {
  readonly flow: Flow
  /** The id of the message that is open. */
  readonly opened: string | undefined
  readonly onOpen: (message: string | undefined) => void
}

/** The messages of a flow between those who take part; for a screen reader, a list. */
export function SequenceDiagram({ flow, opened, onOpen }: SequenceDiagramProps): ReactElement {
  const { participants, messages } = flow
  const columns: CSSProperties = {
    gridTemplateColumns: `repeat(${participants.length}, minmax(0, 1fr))`,
  }
  return (
    <div>
      <div className={names} style={columns} aria-hidden="true">
        {participants.map((participant) => (
          <span key={participant} className={name}>
            {participantNames[participant]}
          </span>
        ))}
      </div>
      <ol className={list} aria-label="Messages">
        {messages.map((message) => (
          <li key={message.id} className={item}>
            <Lifelines count={participants.length} />
            <MessageLine
              message={message}
              participants={participants}
              isOpen={message.id === opened}
              onPress={() => onOpen(message.id === opened ? undefined : message.id)}
            />
            {message.id === opened && (
              <div className={details}>
                <MessageDetails message={message} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

interface LifelinesProps {
  readonly count: number
}

function Lifelines({ count }: LifelinesProps): ReactElement {
  return (
    <div className={lifelines} aria-hidden="true">
      {Array.from({ length: count }, (_, column) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- columns do not move
          key={column}
          className={lifeline}
          style={{ insetInlineStart: `${((column + 0.5) / count) * 100}%` }}
        />
      ))}
    </div>
  )
}

interface MessageLineProps {
  readonly message: FlowMessage
  readonly participants: readonly FlowParticipant[]
  readonly isOpen: boolean
  readonly onPress: () => void
}

type Tone = 'plain' | 'failure' | 'warning' | 'concluded'

function MessageLine({ message, participants, isOpen, onPress }: MessageLineProps): ReactElement {
  const { from, to, label, step, problems, evidence } = message
  const [start, end] = [participants.indexOf(from), participants.indexOf(to)]
  const count = participants.length
  const isInside = start === end
  const tone = toneOf(message)
  // Inside of one participant, a box over its line; between two, from line to line.
  const begin = isInside ? start : Math.min(start, end) + 0.5
  const place: CSSProperties = {
    marginInlineStart: `${(begin / count) * 100}%`,
    inlineSize: `${((isInside ? 1 : Math.abs(end - start)) / count) * 100}%`,
  }
  return (
    <button type="button" className={button({ isOpen })} aria-expanded={isOpen} onClick={onPress}>
      <span className={isInside ? box : text} style={place}>
        <span className={words({ tone })}>
          <span className={hidden}>{describeWay(message)} </span>
          {step !== undefined && (
            <span className={stepMark} aria-hidden="true">
              {step}
            </span>
          )}
          {label}
          <span className={hidden}>{describeRemarks(message)}</span>
          {problems.length > 0 && (
            <span className={mark({ tone })} aria-hidden="true">
              {tone === 'failure' ? '✕' : '!'}
            </span>
          )}
        </span>
      </span>
      {!isInside && (
        <span className={arrow({ tone, isDashed: evidence === 'concluded' })} style={place}>
          <Head isRightward={end > start} />
        </span>
      )}
    </button>
  )
}

function toneOf({ problems, evidence }: FlowMessage): Tone {
  if (problems.some(({ severity }) => severity === 'failure')) return 'failure'
  if (problems.length > 0) return 'warning'
  return evidence === 'concluded' ? 'concluded' : 'plain'
}

function describeWay({ from, to, step }: FlowMessage): string {
  const start = step === undefined ? '' : `Step ${step} of the tutorial. `
  return from === to
    ? `${start}In ${participantNames[from]}:`
    : `${start}${participantNames[from]} to ${participantNames[to]}:`
}

function describeRemarks({ problems, evidence }: FlowMessage): string {
  const remarks = problems.map(({ what }) => what)
  if (evidence === 'concluded') remarks.unshift('concluded, not seen')
  return remarks.map((remark) => `. ${remark}`).join('')
}

interface HeadProps {
  readonly isRightward: boolean
}

function Head({ isRightward }: HeadProps): ReactElement {
  return (
    <svg
      viewBox="0 0 10 10"
      width="10"
      height="10"
      aria-hidden="true"
      className={isRightward ? headAtEnd : headAtStart}
    >
      <path d={isRightward ? 'M0 0 10 5 0 10z' : 'M10 0 0 5 10 10z'} fill="currentColor" />
    </svg>
  )
}

const names = style({
  display: 'grid',
  position: 'sticky',
  top: 0,
  zIndex: 1,
  paddingY: 8,
  backgroundColor: 'layer-2',
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const name = style({ font: 'title-sm', textAlign: 'center', overflowWrap: 'anywhere' })

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })
const item = style({ position: 'relative' })

const lifelines = style({ position: 'absolute', inset: 0, pointerEvents: 'none' })

const lifeline = style({
  position: 'absolute',
  top: 0,
  bottom: 0,
  width: 1,
  backgroundColor: 'gray-300',
})

const button = style({
  position: 'relative',
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  width: 'full',
  boxSizing: 'border-box',
  paddingX: 0,
  paddingY: 8,
  borderWidth: 0,
  borderRadius: 'lg',
  cursor: 'pointer',
  backgroundColor: { default: 'transparent', ':hover': 'gray-900/5', isOpen: 'gray-900/5' },
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: -2,
})

/** Only for a screen reader. */
const hidden = style({
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: '[inset(50%)]',
  whiteSpace: 'nowrap',
})

const text = style({
  display: 'block',
  boxSizing: 'border-box',
  paddingX: 12,
  textAlign: 'center',
})

const box = style({
  display: 'block',
  boxSizing: 'border-box',
  paddingX: 8,
  paddingY: 4,
  textAlign: 'center',
  backgroundColor: 'layer-2',
  borderWidth: 1,
  borderStyle: 'dashed',
  borderColor: 'gray-400',
  borderRadius: 'lg',
})

const words = style({
  font: 'ui',
  overflowWrap: 'anywhere',
  color: {
    default: 'gray-900',
    tone: { failure: 'negative', concluded: 'gray-700' },
  },
  fontStyle: { default: 'normal', tone: { concluded: 'italic' } },
})

const stepMark = style({
  display: 'inline-block',
  font: 'ui-xs',
  fontWeight: 'bold',
  minWidth: 20,
  marginEnd: 8,
  textAlign: 'center',
  borderRadius: 'full',
  color: 'white',
  backgroundColor: 'accent',
})

const mark = style({
  display: 'inline-block',
  font: 'ui-xs',
  fontWeight: 'bold',
  minWidth: 20,
  marginStart: 8,
  textAlign: 'center',
  borderRadius: 'full',
  color: { default: 'black', tone: { failure: 'white' } },
  backgroundColor: { default: 'orange-600', tone: { failure: 'negative' } },
})

const arrow = style({
  position: 'relative',
  display: 'block',
  height: 0,
  marginY: 4,
  borderWidth: 0,
  borderTopWidth: 2,
  borderStyle: { default: 'solid', isDashed: 'dashed' },
  borderColor: {
    default: 'gray-800',
    tone: { failure: 'red-900', warning: 'orange-900', concluded: 'gray-500' },
  },
  color: {
    default: 'gray-800',
    tone: { failure: 'negative', warning: 'gray-800', concluded: 'gray-500' },
  },
})

const headAtEnd = style({ position: 'absolute', insetEnd: 0, top: '[-6px]' })
const headAtStart = style({ position: 'absolute', insetStart: 0, top: '[-6px]' })

const details = style({
  position: 'relative',
  marginY: 8,
  padding: { default: 12, sm: 16 },
  backgroundColor: 'base',
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-300',
  borderRadius: 'lg',
})
