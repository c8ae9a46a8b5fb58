import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'

export interface PageHeadingProps {
  readonly children: string
}

/** The page's one h1 and its title; takes the focus when the user arrives by navigation. */
export function PageHeading({ children }: PageHeadingProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null)
  const { key, pathname } = useLocation()
  // React Router calls the first location of a page load "default": there the browser decides.
  const [isPageLoad] = useState(key === 'default')

  useEffect(() => {
    if (!isPageLoad) heading.current?.focus()
    // Another title at the same path is another page to screen reader users; another query is not.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [isPageLoad, pathname, children])

  return (
    <>
      <title>{`${children} · WKND SPA`}</title>
      <h1 ref={heading} tabIndex={-1} className={headingStyle}>
        {children}
      </h1>
    </>
  )
}

const headingStyle = style({
  font: { default: 'heading-lg', sm: 'heading-xl' },
  margin: 0,
  outlineStyle: 'none',
  textWrap: 'balance',
})
