import { Button, NumberField, Picker, PickerItem, ToastQueue } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'
import { queries } from '../control/queries.ts'
import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Failure, Loading } from '../parts/states.tsx'

const units = ['seconds', 'minutes', 'hours', 'days'] as const
type Unit = (typeof units)[number]

/** The sandbox’s time, and how to move it. */
export function ClockPanel(): ReactElement {
  const { data: clock, error } = useQuery(queries.clock)
  const queryClient = useQueryClient()
  const [amount, setAmount] = useState(24)
  const [unit, setUnit] = useState<Unit>('hours')
  const span = { [unit]: amount }

  const send = async (path: string, method: 'POST' | 'PUT', body: object): Promise<void> => {
    try {
      await call(path, { method, body })
      await queryClient.invalidateQueries({ queryKey: ['clock'] })
    } catch (failure) {
      ToastQueue.negative(sentenceOf(failure))
    }
  }

  return (
    <Panel title="Clock">
      {error !== null && <Failure title="The time cannot be shown" error={error} />}
      {clock ? <RunningTime {...clock} /> : <Loading>Asking for the time</Loading>}
      <div className={row}>
        <NumberField
          label="Move ahead by"
          minValue={1}
          maxValue={100_000}
          value={amount}
          onChange={(value) => setAmount(Number.isNaN(value) ? 1 : value)}
        />
        <Picker
          label="Unit"
          selectedKey={unit}
          onSelectionChange={(key) => setUnit(units.find((name) => name === key) ?? 'hours')}
        >
          {units.map((name) => (
            <PickerItem key={name} id={name}>
              {name}
            </PickerItem>
          ))}
        </Picker>
        <Button variant="accent" onPress={() => void send('/clock/advance', 'POST', span)}>
          Move ahead
        </Button>
        <Button variant="secondary" onPress={() => void send('/clock', 'PUT', { now: Date.now() })}>
          Set to this computer’s time
        </Button>
      </div>
      <p className={note}>
        Access tokens of the sandbox live for 24 hours, refresh tokens for 14 days, codes for 30
        minutes.
      </p>
      <SameCall
        code={`sandbox.clock.advance(${JSON.stringify(span).replaceAll('"', '')})`}
        method="POST"
        path="/clock/advance"
        body={span}
      />
    </Panel>
  )
}

interface RunningTimeProps {
  readonly now: number
  /** When it was read, by this computer’s clock. */
  readonly readAt: number
}

function RunningTime({ now, readAt }: RunningTimeProps): ReactElement {
  const [elapsedMs, setElapsedMs] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setElapsedMs(Date.now() - readAt), 1000)
    return () => clearInterval(timer)
  }, [readAt])
  const date = new Date(now + elapsedMs)
  const aheadMs = now - readAt
  return (
    <div>
      <time dateTime={date.toISOString()} className={time}>
        {date.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'medium' })}
      </time>
      {Math.abs(aheadMs) >= 1000 && <div className={note}>{describeAhead(aheadMs)}</div>}
    </div>
  )
}

function describeAhead(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  const [days, hours, rest] = [
    Math.floor(minutes / 1440),
    Math.floor((minutes % 1440) / 60),
    minutes % 60,
  ]
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean)
  const span = parts.join(' ') || 'less than a minute'
  return `${span} ${ms > 0 ? 'ahead of' : 'behind'} this computer.`
}

const row = style({ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: 12 })
const time = style({ font: 'title-xl' })
const note = style({ font: 'body-sm', margin: 0 })
