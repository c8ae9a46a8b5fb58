import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { Panel } from './panel.tsx'

export interface SandboxUsersPanelProps {
  /** The service that the sandbox answers for, beside IMS. */
  readonly service: string
  readonly users: readonly (readonly [email: string, rights: string])[]
}

/** Who can sign in to the sandbox. */
export function SandboxUsersPanel({ service, users }: SandboxUsersPanelProps): ReactElement {
  return (
    <Panel title="Sandbox users">
      <p className={text}>
        IMS and {service} are the local sandbox. The password is <code>mudbrick</code>; never type a
        real one.
      </p>
      <dl className={list}>
        {users.map(([email, rights]) => (
          <div key={email} className={row}>
            <dt className={name}>{email}</dt>
            <dd className={description}>{rights}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

const text = style({ font: 'body', marginTop: 0, marginBottom: 16 })

const list = style({ display: 'flex', flexDirection: 'column', gap: 12, margin: 0 })

const row = style({ display: 'flex', flexDirection: 'column', gap: 4 })

const name = style({ font: 'title-sm' })

const description = style({ font: 'body-sm', color: 'gray-700', margin: 0 })
