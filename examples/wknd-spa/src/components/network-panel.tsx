import { ActionButton, Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useSyncExternalStore } from 'react'

import { useApplication } from '../application.ts'
import { NetworkExchange } from './network-exchange.tsx'

/** Every request of this page to AEM, and its answer: what the developer tools would show. */
export function NetworkPanel(): ReactElement {
  const { recorder } = useApplication()
  const exchanges = useSyncExternalStore(recorder.subscribe, recorder.getExchanges)

  return (
    <div className={panel}>
      <Disclosure size="L" isQuiet>
        <DisclosureTitle level={2}>Network ({exchanges.length})</DisclosureTitle>
        <DisclosurePanel>
          <div className={head}>
            <p className={text}>
              The requests of this page to AEM, newest first. The access token is nowhere in here: a
              copied command takes it from the variable <code>TOKEN</code> of your shell.
            </p>
            {exchanges.length > 0 && (
              <ActionButton onPress={recorder.clear}>Clear the list</ActionButton>
            )}
          </div>
          {exchanges.length === 0 ? (
            <p className={text}>No request yet.</p>
          ) : (
            <ul aria-label="Requests" className={list}>
              {exchanges.map((exchange) => (
                <li key={exchange.id} className={item}>
                  <NetworkExchange exchange={exchange} />
                </li>
              ))}
            </ul>
          )}
        </DisclosurePanel>
      </Disclosure>
    </div>
  )
}

const panel = style({
  marginTop: 24,
  paddingX: { default: 8, sm: 20 },
  paddingY: 12,
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const head = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
  marginBottom: 12,
})

const text = style({ font: 'body-sm', color: 'gray-700', margin: 0, maxWidth: 640 })

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})
