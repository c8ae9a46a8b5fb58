import { Picker, PickerItem, SearchField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { FlowFilter, FlowUser } from '@mudbrick/sandbox'
import { type ReactElement, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'

import { kindNames, outcomes, serviceNames } from './words.ts'

/** The filter that an address asks for. */
export function readFilter(query: URLSearchParams): FlowFilter {
  const names = ['kind', 'app', 'user', 'service', 'outcome', 'text'] as const
  return Object.fromEntries(
    names.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])),
  )
}

export interface FlowFiltersProps {
  readonly apps: readonly string[]
  readonly users: readonly FlowUser[]
}

/** Chooses which flows are listed; the choice stands in the address. */
export function FlowFilters({ apps, users }: FlowFiltersProps): ReactElement {
  const [query, setQuery] = useSearchParams()
  const [text, setText] = useState(query.get('text') ?? '')
  const change = (name: string, value: string): void => {
    setQuery(
      (former) => {
        if (value === '') former.delete(name)
        else former.set(name, value)
        return former
      },
      { replace: true },
    )
  }
  useEffect(() => {
    // Not at every key: the list may be long.
    const timer = setTimeout(() => {
      if (text !== (query.get('text') ?? '')) change('text', text)
    }, 150)
    return () => clearTimeout(timer)
  })

  const pickers = [
    { name: 'kind', label: 'Kind', choices: Object.entries(kindNames) },
    {
      name: 'outcome',
      label: 'Outcome',
      choices: Object.entries(outcomes).map(([id, item]) => [id, item.name]),
    },
    { name: 'app', label: 'App', choices: apps.map((app) => [app, app]) },
    { name: 'user', label: 'User', choices: users.map(({ id, email = id }) => [email, email]) },
    { name: 'service', label: 'Service', choices: Object.entries(serviceNames) },
  ] as const

  return (
    <div role="search" aria-label="Filter of the flows" className={block}>
      <SearchField
        aria-label="Text in paths, parameters, users and hints"
        placeholder="Path, parameter, user, hint"
        value={text}
        onChange={setText}
        styles={full}
      />
      <div className={row}>
        {pickers.map(({ name, label, choices }) => (
          <Picker
            key={name}
            size="S"
            styles={full}
            aria-label={label}
            selectedKey={query.get(name) ?? 'any'}
            onSelectionChange={(key) => change(name, key === 'any' ? '' : String(key))}
          >
            {[
              <PickerItem key="any" id="any">
                {`${label}: any`}
              </PickerItem>,
              ...choices.map(([id = '', words = '']) => (
                <PickerItem key={id} id={id}>
                  {words}
                </PickerItem>
              )),
            ]}
          </Picker>
        ))}
      </div>
    </div>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 8 })
const full = style({ width: 'full' })
const row = style({
  display: 'grid',
  gridTemplateColumns: ['minmax(0, 1fr)', 'minmax(0, 1fr)'],
  gap: 8,
})
