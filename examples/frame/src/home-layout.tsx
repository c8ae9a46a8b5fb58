import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface HomeLayoutProps {
  readonly heading: ReactNode
  /** What the sample is, in a sentence or two. */
  readonly introduction: ReactNode
  /** The button that leads on. */
  readonly action: ReactNode
  readonly picture: ReactNode
  /** The panels below. */
  readonly children: ReactNode
}

/** The first page: words beside a picture, and panels below. */
export function HomeLayout(props: HomeLayoutProps): ReactElement {
  return (
    <>
      <div className={hero}>
        <div className={words}>
          {props.heading}
          <p className={introduction}>{props.introduction}</p>
          {props.action}
        </div>
        <div className={picture}>{props.picture}</div>
      </div>
      <div className={panels}>{props.children}</div>
    </>
  )
}

const hero = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: '[minmax(0, 1.15fr) minmax(0, 1fr)]' },
  overflow: 'hidden',
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const words = style({
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  gap: 20,
  paddingX: { default: 24, sm: 48 },
  paddingY: { default: 32, sm: 64 },
})

const introduction = style({
  font: { default: 'body-lg', sm: 'body-xl' },
  margin: 0,
  textWrap: 'pretty',
})

const picture = style({
  minHeight: { default: 160, md: 360 },
  height: { default: 160, md: 'full' },
  order: { default: -1, md: 0 },
})

const panels = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: '[repeat(auto-fit, minmax(280px, 1fr))]' },
  gap: 24,
})
