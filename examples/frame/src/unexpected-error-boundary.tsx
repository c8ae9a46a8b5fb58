import { Component, type ReactNode } from 'react'

export interface UnexpectedErrorBoundaryProps {
  /** The page that is shown instead, after a mistake. */
  readonly fallback: ReactNode
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
    return this.state.hasFailed ? this.props.fallback : this.props.children
  }
}
