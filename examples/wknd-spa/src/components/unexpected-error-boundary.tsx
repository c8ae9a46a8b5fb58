import { Button } from '@react-spectrum/s2'
import FlagCross from '@react-spectrum/s2/illustrations/gradient/generic1/FlagCross'
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
      <main>
        <MessagePage
          title="This app made a mistake"
          illustration={<FlagCross />}
          actions={
            <Button variant="accent" onPress={() => window.location.assign('/')}>
              Start again
            </Button>
          }
        >
          <p style={{ margin: 0 }}>
            The browser's console says which one. Nothing of yours was lost: start again from the
            first page.
          </p>
        </MessagePage>
      </main>
    )
  }
}
