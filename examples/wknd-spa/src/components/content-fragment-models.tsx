import { Loading, RequestLine } from '@mudbrick/sample-frame'
import { Button } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useApplication } from '../application.ts'
import {
  pageSize,
  useContentFragmentModels,
  type UseContentFragmentModelsResult,
} from '../use-content-fragment-models.ts'
import { AemFailure } from './aem-failure.tsx'
import { ContentFragmentModelPages } from './content-fragment-model-pages.tsx'
import { NothingReadable } from './nothing-readable.tsx'

/** The tab that lists content fragment models, once the user asks for them. */
export function ContentFragmentModels(): ReactElement {
  const { configuration } = useApplication()
  const models = useContentFragmentModels()

  return (
    <section className={panel} aria-labelledby="content-fragment-models">
      <div>
        <h2 id="content-fragment-models" className={heading}>
          Content fragment models
        </h2>
        <p className={text}>
          The structures that authors make content fragments from, {pageSize} at a time.
        </p>
      </div>
      <RequestLine
        method="GET"
        target={`${configuration.aemOrigin}/adobe/sites/cf/models?limit=${pageSize}&projection=summary`}
      />
      <Button variant="accent" onPress={models.fetch} styles={button}>
        Fetch Content Fragment Models
      </Button>
      <Outcome {...models} />
    </section>
  )
}

function Outcome({ query, fetch }: UseContentFragmentModelsResult): ReactElement | undefined {
  if (query.isLoading) return <Loading>Reading content fragment models</Loading>
  if (query.isLoadingError) return <AemFailure error={query.error} onRetry={fetch} />
  if (query.data === undefined) return undefined
  if (query.data.pages.every(({ items }) => items.length === 0)) return <NoModels />
  return <ContentFragmentModelPages query={query} />
}

function NoModels(): ReactElement {
  return (
    <NothingReadable>
      In AEM, a configuration such as <code>/conf/wknd-shared</code> has content fragment models at
      all.
    </NothingReadable>
  )
}

const panel = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 20,
  marginTop: 16,
  padding: { default: 20, sm: 32 },
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const heading = style({ font: 'heading', margin: 0 })

const text = style({ font: 'body', marginTop: 4, marginBottom: 0 })

const button = style({ alignSelf: 'start' })
