import { SessionProvider } from '@mudbrick/react'
import { UnexpectedErrorBoundary } from '@mudbrick/sample-frame'
import { Provider, ToastContainer } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router'

import { ApplicationContext } from './application.ts'
import { ApplicationFrame } from './components/application-frame.tsx'
import { UnexpectedError } from './components/unexpected-error.tsx'
import { type Configuration, isLoopback } from './configuration.ts'
import { Callback } from './routes/callback.tsx'
import { Home } from './routes/home.tsx'
import { InvokeAemApis } from './routes/invoke-aem-apis.tsx'
import { NotFound } from './routes/not-found.tsx'
import type { Clients } from './session.ts'
import { useLinkHref } from './use-link-href.ts'

export interface AppProps {
  readonly configuration: Configuration
  readonly clients: Clients
}

export function App({ configuration, clients }: AppProps): ReactElement {
  const [queryClient] = useState(createQueryClient)
  const application = {
    configuration,
    aem: clients.aem,
    recorder: clients.recorder,
    isSandbox: isLoopback(configuration.authorizationEndpoint),
  }

  return (
    <SessionProvider session={clients.session}>
      <ApplicationContext value={application}>
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <Pages />
          </BrowserRouter>
        </QueryClientProvider>
      </ApplicationContext>
    </SessionProvider>
  )
}

function createQueryClient(): QueryClient {
  // A failure stays to be read, and the Network panel shows what the user did, not the focus.
  return new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })
}

function Pages(): ReactElement {
  const navigate = useNavigate()

  return (
    <Provider
      locale="en-US"
      background="layer-1"
      styles={page}
      // Spectrum's links call the hook; this is where it asks for one.
      // oxlint-disable-next-line react/hooks
      router={{ navigate: (path) => void navigate(path), useHref: useLinkHref }}
    >
      <UnexpectedErrorBoundary fallback={<UnexpectedError />}>
        <Routes>
          <Route element={<ApplicationFrame />}>
            <Route index element={<Home />} />
            <Route path="callback" element={<Callback />} />
            <Route path="invoke-aem-apis" element={<InvokeAemApis />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </UnexpectedErrorBoundary>
      <ToastContainer />
    </Provider>
  )
}

const page = style({ display: 'block', minHeight: 'screen' })
