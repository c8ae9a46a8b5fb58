import { SteadyTabs } from '@mudbrick/sample-frame'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { parseTab, showAddress, type TabId, tabIds, useAddress } from '../use-address.ts'
import { useSettings } from '../use-settings.ts'
import type { SessionEnding } from '../use-sign-out.ts'
import { CallsPanel } from './calls-panel.tsx'
import { Products } from './products.tsx'
import { Sessions } from './sessions.tsx'
import { StoreConfigurations } from './store-configurations.tsx'
import { TokenPanel } from './token-panel.tsx'

export interface WorkplaceProps {
  readonly userName: string
  /** Called when the user has ended the session here: by a revocation, or everywhere. */
  readonly onEnd: (ending: SessionEnding) => void
}

/** What a signed-in user can do: read stores and products, see the token's state, and end sessions. */
export function Workplace({ userName, onEnd }: WorkplaceProps): ReactElement {
  const settings = useSettings()
  const tab = parseTab(useAddress())
  return (
    <div className={page}>
      <title>{`${titles[tab]} · Commerce Admin`}</title>
      <div>
        <h1 className={heading}>Commerce, as {userName}</h1>
        <p className={introduction}>
          Each call goes to a process of this server, which adds your access token and asks{' '}
          <code>{settings?.commerceOrigin ?? 'Commerce'}</code>: you see what your role lets you
          see.
        </p>
      </div>
      <div className={columns}>
        <div className={wide}>
          <SteadyTabs
            label="Parts of this page"
            ids={tabIds}
            titles={titles}
            selected={tab}
            onSelect={showTab}
          >
            {tab === 'stores' && <StoreConfigurations />}
            {tab === 'products' && <Products />}
            {tab === 'sessions' && (
              <Sessions onSignOutEverywhere={(count) => onEnd({ kind: 'everywhere', count })} />
            )}
          </SteadyTabs>
        </div>
        <div className={aside}>
          <TokenPanel onRevoke={() => onEnd({ kind: 'revoked' })} />
          <CallsPanel />
        </div>
      </div>
    </div>
  )
}

function showTab(id: TabId): void {
  showAddress(new URLSearchParams(id === tabIds[0] ? [] : [['tab', id]]))
}

const titles: Readonly<Record<TabId, string>> = {
  stores: 'Store configurations',
  products: 'Products',
  sessions: 'Your sessions',
}

const page = style({ display: 'flex', flexDirection: 'column', gap: 24 })

const heading = style({
  font: { default: 'heading-lg', sm: 'heading-xl' },
  margin: 0,
  textWrap: 'balance',
})

const introduction = style({
  font: { default: 'body', sm: 'body-lg' },
  marginTop: 8,
  marginBottom: 0,
  maxWidth: 720,
  overflowWrap: 'anywhere',
})

const columns = style({
  display: 'grid',
  gridTemplateColumns: { default: '[minmax(0, 1fr)]', xl: '[minmax(0, 1fr) 340px]' },
  alignItems: 'start',
  gap: 24,
})

const wide = style({ minWidth: 0 })

const aside = style({ display: 'flex', flexDirection: 'column', gap: 24, minWidth: 0 })
