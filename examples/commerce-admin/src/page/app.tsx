import { UnexpectedErrorBoundary } from '@mudbrick/sample-frame'
import { Provider } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { type Application, ApplicationContext } from './application.ts'
import { ApplicationFrame } from './components/application-frame.tsx'
import { UnexpectedError } from './components/unexpected-error.tsx'

export interface AppProps {
  readonly application: Application
}

export function App({ application }: AppProps): ReactElement {
  const [queryClient] = useState(createQueryClient)
  return (
    <Provider locale="en-US" background="layer-1" styles={page}>
      <UnexpectedErrorBoundary fallback={<UnexpectedError />}>
        <ApplicationContext value={application}>
          <QueryClientProvider client={queryClient}>
            <ApplicationFrame />
          </QueryClientProvider>
        </ApplicationContext>
      </UnexpectedErrorBoundary>
    </Provider>
  )
}

function createQueryClient(): QueryClient {
  const queries = {
    // The client of Commerce has tried again already, where that could help.
    retry: false,
    // What shows as a call is to be the user's own doing.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }
  return new QueryClient({ defaultOptions: { queries } })
}

const page = style({ display: 'block', minHeight: 'screen' })
