import { Button } from '@react-spectrum/s2'
import FlagCross from '@react-spectrum/s2/illustrations/gradient/generic1/FlagCross'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Component, type ReactNode } from 'react'

import { MessagePage } from './message-page.tsx'

export interface UnexpectedErrorBoundaryProps {
  readonly children: ReactNode
}

/** Shows a mistake of this program as a page, where React would leave an empty one. */
export class UnexpectedErrorBoundary extends Component<
  UnexpectedErrorBoundaryProps,
  { readonly hasFailed: boolean }
> {
  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true }
  }

  override state = { hasFailed: false }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <main className={main}>
        <MessagePage
          title="This page made a mistake"
          illustration={<FlagCross />}
          actions={
            <Button variant="accent" size="L" onPress={() => window.location.assign('/')}>
              Start again
            </Button>
          }
        >
          The browser's console says which one. You are still signed in, and nothing was lost.
        </MessagePage>
      </main>
    )
  }
}

const main = style({ padding: 16 })
