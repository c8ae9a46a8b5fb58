import { RequireSignIn } from '@mudbrick/react'
import { SteadyTabs } from '@mudbrick/sample-frame'
import { ProgressCircle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'

import { useApplication } from '../application.ts'
import { ContentFragmentModels } from '../components/content-fragment-models.tsx'
import { Folders } from '../components/folders.tsx'
import { TitledMessagePage } from '../components/titled-message-page.tsx'
import { NetworkPanel } from '../components/network-panel.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { SignInRequired } from '../components/sign-in-required.tsx'
import { type ApiId, apiIds, createApiHref, usePageQuery } from '../use-page-query.ts'

/** Calls AEM's APIs with the rights of the signed-in user, one tab per API. */
export function InvokeAemApis(): ReactElement {
  return (
    <RequireSignIn
      renderFallback={({ reason }) => <SignInRequired reason={reason} />}
      pending={
        <TitledMessagePage
          title="One moment"
          illustration={<ProgressCircle isIndeterminate size="L" aria-label="One moment" />}
        >
          This app is finding out who you are.
        </TitledMessagePage>
      }
    >
      <Apis />
    </RequireSignIn>
  )
}

function Apis(): ReactElement {
  const { configuration } = useApplication()
  const { api } = usePageQuery()
  const navigate = useNavigate()
  return (
    <>
      <PageHeading>Invoke AEM APIs</PageHeading>
      <p className={introduction}>
        Each request goes from this page straight to <code>{configuration.aemOrigin}</code> with
        your access token: you see what your product profiles let you see.
      </p>
      <SteadyTabs
        label="APIs of AEM"
        ids={apiIds}
        titles={titles}
        selected={api}
        onSelect={(id) => void navigate(createApiHref(id))}
      >
        {api === 'folders' ? <Folders /> : <ContentFragmentModels />}
      </SteadyTabs>
      <NetworkPanel />
    </>
  )
}

const titles: Readonly<Record<ApiId, string>> = {
  'content-fragment-models': 'Sites - Content Fragment Models',
  folders: 'Assets - Folders API',
}

const introduction = style({
  font: { default: 'body', sm: 'body-lg' },
  marginTop: 8,
  marginBottom: 24,
  maxWidth: 720,
  overflowWrap: 'anywhere',
})
