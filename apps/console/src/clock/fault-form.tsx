import {
  Button,
  ComboBox,
  ComboBoxItem,
  Form,
  NumberField,
  Picker,
  PickerItem,
  ToastQueue,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { Fault } from '@mudbrick/sandbox'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'
import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { endpoints, faultKinds } from './fault-kinds.ts'

/** Chooses what is to go wrong. */
export function FaultForm(): ReactElement {
  const queryClient = useQueryClient()
  const [match, setMatch] = useState<string>(endpoints[0].match)
  const [kindId, setKindId] = useState<string>(faultKinds[0].id)
  const kind = faultKinds.find(({ id }) => id === kindId) ?? faultKinds[0]
  const [value, setValue] = useState<number>(kind.number?.initial ?? 0)
  const [times, setTimes] = useState(1)
  const [error, setError] = useState<string>()
  const fault: Fault = { match, ...kind.make(value), ...(times > 0 && { times }) }

  const add = async (): Promise<void> => {
    try {
      await call('/faults', { method: 'POST', body: fault })
      setError(undefined)
      ToastQueue.positive(`Set: ${match}.`, { timeout: 5000 })
      await queryClient.invalidateQueries({ queryKey: ['faults'] })
    } catch (failure) {
      setError(sentenceOf(failure))
    }
  }

  return (
    <Panel title="Let something go wrong">
      <Form
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <div className={row}>
          <ComboBox
            label="Requests"
            description="A method and a path; * stands for any."
            allowsCustomValue
            inputValue={match}
            onInputChange={setMatch}
            isInvalid={error !== undefined}
            errorMessage={error ?? ''}
            styles={wide}
          >
            {endpoints.map((endpoint) => (
              <ComboBoxItem key={endpoint.match} id={endpoint.match} textValue={endpoint.match}>
                {endpoint.match}
              </ComboBoxItem>
            ))}
          </ComboBox>
          <Picker
            styles={wide}
            label="What happens"
            selectedKey={kind.id}
            onSelectionChange={(key) => {
              const next = faultKinds.find(({ id }) => id === key) ?? faultKinds[0]
              setKindId(next.id)
              setValue(next.number?.initial ?? 0)
            }}
          >
            {faultKinds.map(({ id, name }) => (
              <PickerItem key={id} id={id}>
                {name}
              </PickerItem>
            ))}
          </Picker>
          {kind.number && (
            <NumberField
              styles={narrow}
              label={kind.number.label}
              minValue={kind.number.from}
              maxValue={kind.number.to}
              value={value}
              onChange={setValue}
              formatOptions={{ useGrouping: false }}
            />
          )}
          <NumberField
            styles={narrow}
            label="How often"
            description="0 for every time."
            minValue={0}
            maxValue={10_000}
            value={times}
            onChange={(count) => setTimes(Number.isNaN(count) ? 0 : count)}
          />
        </div>
        <div>
          <Button type="submit" variant="accent">
            Set
          </Button>
        </div>
      </Form>
      <SameCall
        code={`sandbox.faults.add(${formatObject(fault)})`}
        method="POST"
        path="/faults"
        body={fault}
      />
    </Panel>
  )
}

/** As code has it: names without quotes. */
function formatObject(value: object): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/^(\s*)"(\w+)":/gm, '$1$2:')
}

const row = style({ display: 'flex', flexWrap: 'wrap', alignItems: 'start', gap: 16 })
const wide = style({ width: 280 })
const narrow = style({ width: 144 })
