import type { ReactElement } from 'react'

import { PlainTable } from '../parts/plain-table.tsx'
import { Aside } from '../parts/stack.tsx'
import { explainScope } from '../projects/credential-types.ts'

export interface ScopesTableProps {
  readonly scopes: readonly string[]
  /** Those that the credential had before; what is not among them is new. */
  readonly formerly?: readonly string[]
}

/** Scopes, each with what it allows. */
export function ScopesTable({ scopes, formerly = [] }: ScopesTableProps): ReactElement {
  return (
    <>
      <PlainTable
        label="Scopes"
        headings={['Scope', 'What it allows']}
        rows={scopes.map((scope) => ({
          key: scope,
          cells: [
            <code key="scope">{scope}</code>,
            formerly.length > 0 && !formerly.includes(scope)
              ? `${explainScope(scope)} New with this API.`
              : explainScope(scope),
          ],
        }))}
      />
      <Aside>All scopes are available by default and can’t be deselected, as at Adobe.</Aside>
    </>
  )
}
