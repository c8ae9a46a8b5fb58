import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface PlainTableProps {
  readonly label: string
  readonly headings: readonly string[]
  /** Cells of each row, the first of which names it. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
}

/** A table to read; on a narrow page it scrolls sideways. */
export function PlainTable({ label, headings, rows }: PlainTableProps): ReactElement {
  return (
    // A keyboard can only scroll what has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={table}>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col" className={head}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key}>
              <th scope="row" className={cell}>
                {name}
              </th>
              {cells.map((content, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns do not move
                <td key={index} className={cell}>
                  {content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const scroll = style({
  overflowX: 'auto',
  minWidth: 0,
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
})

const table = style({ width: 'full', borderCollapse: 'collapse', font: 'ui' })

const head = style({
  font: 'detail',
  textAlign: 'start',
  paddingX: 12,
  paddingY: 8,
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-300',
})

const cell = style({
  fontWeight: 'normal',
  textAlign: 'start',
  verticalAlign: 'top',
  paddingX: 12,
  paddingY: 8,
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
  overflowWrap: 'anywhere',
  minWidth: 96,
})
