import '@react-spectrum/s2/page.css'
import '@mudbrick/sample-frame/page.css'

import { isMudbrickError } from '@mudbrick/ims'
import { StrictMode, type ReactElement } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app.tsx'
import { ConfigurationFaults } from './components/configuration-faults.tsx'
import { parseConfiguration } from './configuration.ts'
import { createClients } from './session.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no element with the id root.')

createRoot(root).render(<StrictMode>{renderApplication()}</StrictMode>)

function renderApplication(): ReactElement {
  const result = parseConfiguration(import.meta.env)
  if (!result.isValid) return <ConfigurationFaults faults={result.faults} />

  try {
    return (
      <App configuration={result.configuration} clients={createClients(result.configuration)} />
    )
  } catch (error) {
    // What the clients refuse is a configuration that cannot work: tell, rather than show nothing.
    if (!isMudbrickError(error)) throw error
    return <ConfigurationFaults faults={[error.message]} />
  }
}
