import type { ListedFault } from '@mudbrick/sandbox'
import { Button, ToastQueue } from '@react-spectrum/s2'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'
import { queries } from '../control/queries.ts'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'

/** What is set to go wrong, and what each has met. */
export function FaultList(): ReactElement {
  const { data: faults, error } = useQuery(queries.faults)
  const queryClient = useQueryClient()
  const remove = async (path: string): Promise<void> => {
    try {
      await call(path, { method: 'DELETE' })
    } catch (failure) {
      ToastQueue.negative(sentenceOf(failure))
    }
    await queryClient.invalidateQueries({ queryKey: ['faults'] })
  }
  const hasSome = faults !== undefined && faults.length > 0
  return (
    <Panel
      title="Faults in force"
      actions={
        hasSome && (
          <Button variant="secondary" size="S" onPress={() => void remove('/faults')}>
            Remove all
          </Button>
        )
      }
    >
      {error !== null && <Failure title="The faults cannot be shown" error={error} />}
      {faults === undefined && error === null && <Loading>Asking for the faults</Loading>}
      {faults?.length === 0 && (
        <Empty title="Nothing goes wrong">
          Set a fault above, use the application, and read in the flow what became of it.
        </Empty>
      )}
      {hasSome && (
        <PlainTable
          label="Faults in force"
          headings={['Requests', 'What happens', 'Met', 'Action']}
          rows={faults.map((fault) => ({
            key: fault.id,
            cells: [
              <code key="match">{fault.match}</code>,
              describe(fault),
              `${fault.met}${fault.times === undefined ? '' : ` of ${fault.times}`}`,
              <Button
                key="remove"
                size="S"
                variant="secondary"
                aria-label={`Remove ${fault.match}`}
                onPress={() => void remove(`/faults/${encodeURIComponent(fault.id)}`)}
              >
                Remove
              </Button>,
            ],
          }))}
        />
      )}
    </Panel>
  )
}

function describe(fault: ListedFault): string {
  const { id: _, match: _match, met: _met, times: _times, ...rest } = fault
  return Object.entries(rest)
    .map(([name, value]) => (value === true ? name : `${name}: ${JSON.stringify(value)}`))
    .join(', ')
}
