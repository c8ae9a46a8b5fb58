import '@react-spectrum/s2/page.css'
import '@mudbrick/sample-frame/page.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app.tsx'
import { createCallRecorder } from './call-recorder.ts'
import { createProxiedCommerce } from './commerce.ts'
import { createOwnServer } from './own-server.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no element with the id root.')

const recorder = createCallRecorder({ fetch: (request) => fetch(request) })
const server = createOwnServer(recorder)
const commerce = createProxiedCommerce(window.location.origin, server)

createRoot(root).render(
  <StrictMode>
    <App application={{ commerce, recorder, server }} />
  </StrictMode>,
)
