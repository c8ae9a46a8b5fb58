import { Tab, TabList, TabPanel, Tabs } from '@react-spectrum/s2'
import { Fragment, type ReactElement, type ReactNode, type RefCallback, useState } from 'react'
import { createPortal } from 'react-dom'

export interface SteadyTabsProps<Id extends string> {
  /** What the tabs are, for a screen reader. */
  readonly label: string
  readonly ids: readonly Id[]
  readonly titles: Readonly<Record<Id, string>>
  readonly selected: Id
  readonly onSelect: (id: Id) => void
  /** The content of the selected tab. */
  readonly children: ReactNode
}

/**
 * Tabs whose content keeps its state and its dialogs when there is no longer space for the tabs.
 * Spectrum then shows a picker in their place and mounts the content anew, and the same on the way back.
 */
export function SteadyTabs<Id extends string>(props: SteadyTabsProps<Id>): ReactElement {
  const { label, ids, titles, selected, onSelect, children } = props
  // React renders the content into this element from outside of the tabs; only the element moves.
  const [content] = useState(() => document.createElement('div'))
  const place: RefCallback<HTMLDivElement> = (panel) => panel?.append(content)
  const select = (key: unknown): void => {
    const id = ids.find((known) => known === key)
    if (id !== undefined && id !== selected) onSelect(id)
  }

  return (
    <>
      <Tabs aria-label={label} selectedKey={selected} onSelectionChange={select}>
        <TabList>
          {ids.map((id) => (
            <Tab key={id} id={id}>
              {titles[id]}
            </Tab>
          ))}
        </TabList>
        {ids.map((id) => (
          <TabPanel key={id} id={id}>
            {/* The former panel stays for its exit animation. */}
            {id === selected && <div ref={place} />}
          </TabPanel>
        ))}
      </Tabs>
      {createPortal(<Fragment key={selected}>{children}</Fragment>, content)}
    </>
  )
}
