import { RequireSignIn } from '@mudbrick/react'
import { ProgressCircle, Tab, TabList, TabPanel, Tabs } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useApplication } from '../application.ts'
import { ContentFragmentModels } from '../components/content-fragment-models.tsx'
import { MessagePage } from '../components/message-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { SignInRequired } from '../components/sign-in-required.tsx'

/** Calls AEM's APIs with the rights of the signed-in user, one tab per API. */
export function InvokeAemApis(): ReactElement {
  return (
    <RequireSignIn
      renderFallback={({ reason }) => <SignInRequired reason={reason} />}
      pending={
        <MessagePage
          title="One moment"
          illustration={<ProgressCircle isIndeterminate size="L" aria-label="One moment" />}
        >
          This app is finding out who you are.
        </MessagePage>
      }
    >
      <Apis />
    </RequireSignIn>
  )
}

function Apis(): ReactElement {
  const { configuration } = useApplication()
  return (
    <>
      <PageHeading>Invoke AEM APIs</PageHeading>
      <p className={introduction}>
        Each request goes from this page straight to <code>{configuration.aemOrigin}</code> with
        your access token: you see what your product profiles let you see.
      </p>
      <Tabs aria-label="APIs of AEM">
        <TabList>
          <Tab id="content-fragment-models">Sites - Content Fragment Models</Tab>
        </TabList>
        <TabPanel id="content-fragment-models">
          <ContentFragmentModels />
        </TabPanel>
      </Tabs>
    </>
  )
}

const introduction = style({
  font: { default: 'body', sm: 'body-lg' },
  marginTop: 8,
  marginBottom: 24,
  maxWidth: 720,
  overflowWrap: 'anywhere',
})
