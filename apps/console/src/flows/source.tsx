import { Link } from '@react-spectrum/s2'
import type { Source as SourceOf } from '@mudbrick/sandbox'
import type { ReactElement } from 'react'

export interface SourceProps {
  readonly source: SourceOf
}

/** Where a statement is from. */
export function Source({ source: { name, url } }: SourceProps): ReactElement {
  return (
    <Link href={url} target="_blank" rel="noreferrer">
      {name}
    </Link>
  )
}
