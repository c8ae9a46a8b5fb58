import type { ReactElement } from 'react'

import { Panel } from '../parts/panel.tsx'
import { Aside } from '../parts/stack.tsx'
import { FileEditor } from './file-editor.tsx'
import type { FilesPanelProps } from './policies-panel.tsx'

/** Which clients may call the author. */
export function AllowListPanel({ files, isOwned }: FilesPanelProps): ReactElement {
  const { clientAllowList = '', environment = 'dev' } = files
  return (
    <Panel title="Client allow-list">
      <Aside>
        A config pipeline deploys it at Adobe, from config/api.yaml. It is read for an environment
        of the type {environment}.
      </Aside>
      <FileEditor
        name="api.yaml"
        text={clientAllowList}
        isOwned={isOwned}
        change={(changed) => ({ clientAllowList: changed })}
      />
    </Panel>
  )
}
