import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, type ReactNode, useEffect } from 'react'

export interface PageHeadingProps {
  readonly title: string
  /** What the page is for, in a sentence or two. */
  readonly children?: ReactNode
}

/** The heading of a page, which is its title in the browser too. */
export function PageHeading({ title, children }: PageHeadingProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · Mudbrick sandbox`
  }, [title])
  return (
    <header className={block}>
      <h1 className={heading}>{title}</h1>
      {children !== undefined && <p className={text}>{children}</p>}
    </header>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 8, marginBottom: 24 })
const heading = style({ font: { default: 'heading-lg', sm: 'heading-xl' }, margin: 0 })
const text = style({ font: 'body', margin: 0, maxWidth: 720, textWrap: 'pretty' })
