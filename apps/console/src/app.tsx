import { Provider, ToastContainer } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { BrowserRouter, Route, Routes, useNavigate } from 'react-router'

import { AddApi } from './add-api/add-api.tsx'
import { ClockAndFaults } from './clock/clock-and-faults.tsx'
import { isRefusal } from './control/control-failure.ts'
import { LiveProvider } from './control/live.tsx'
import { CredentialPage } from './credential/credential-page.tsx'
import { Environment } from './environment/environment.tsx'
import { Flows } from './flows/flows.tsx'
import { Overview } from './overview/overview.tsx'
import { NotFound } from './parts/not-found.tsx'
import { Shell } from './parts/shell.tsx'
import { useLinkHref } from './parts/use-link-href.ts'
import { People } from './people/people.tsx'
import { ProjectPage } from './projects/project-page.tsx'
import { Projects } from './projects/projects.tsx'

/** The pages of the sandbox. */
export function App(): ReactElement {
  const [queryClient] = useState(createQueryClient)
  return (
    <QueryClientProvider client={queryClient}>
      <LiveProvider>
        <BrowserRouter>
          <Pages />
        </BrowserRouter>
      </LiveProvider>
    </QueryClientProvider>
  )
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events tell when something is new.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && !isRefusal(error),
      },
    },
  })
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
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<Overview />} />
          <Route path="flows/:id?" element={<Flows />} />
          <Route path="clock" element={<ClockAndFaults />} />
          <Route path="environment" element={<Environment />} />
          <Route path="people" element={<People />} />
          <Route path="projects" element={<Projects />} />
          <Route path="projects/:id" element={<ProjectPage />} />
          <Route path="projects/:id/add-api" element={<AddApi />} />
          <Route path="projects/:id/credentials/:clientId" element={<CredentialPage />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
      <ToastContainer />
    </Provider>
  )
}

const page = style({ display: 'block', minHeight: 'screen' })
