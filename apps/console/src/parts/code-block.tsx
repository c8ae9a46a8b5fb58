import { ActionButton, ToastQueue } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface CodeBlockProps {
  /** What it is, for a screen reader and the button: `curl`. */
  readonly name: string
  readonly code: string
}

/** Code that can be copied. */
export function CodeBlock({ name, code }: CodeBlockProps): ReactElement {
  return (
    <div className={block}>
      {/* It scrolls sideways, which a keyboard can do where it has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={text} tabIndex={0} aria-label={name}>
        {code}
      </pre>
      <ActionButton
        size="S"
        styles={fixed}
        onPress={() => void copy(name, code)}
        aria-label={`Copy ${name}`}
      >
        Copy
      </ActionButton>
    </div>
  )
}

async function copy(name: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    ToastQueue.positive(`Copied: ${name}.`, { timeout: 5000 })
  } catch {
    ToastQueue.negative('The browser did not let the page copy: select the text instead.', {
      timeout: 5000,
    })
  }
}

const block = style({
  display: 'flex',
  alignItems: 'start',
  gap: 8,
  padding: 12,
  backgroundColor: 'gray-75',
  borderRadius: 'lg',
  minWidth: 0,
})

const fixed = style({ flexShrink: 0 })

const text = style({
  font: 'code-sm',
  flexGrow: 1,
  margin: 0,
  minWidth: 0,
  overflow: 'auto',
  maxHeight: 320,
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
})
