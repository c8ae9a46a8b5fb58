import type { AemClient } from '@mudbrick/aem'
import { createContext, useContext } from 'react'

import type { Configuration } from './configuration.ts'
import type { NetworkRecorder } from './network-recorder.ts'

/** What every part of the app may need to know. */
export interface Application {
  readonly configuration: Configuration
  readonly aem: AemClient
  readonly recorder: NetworkRecorder
  /** Whether IMS is the local sandbox, in which real passwords do not belong. */
  readonly isSandbox: boolean
}

export const ApplicationContext = createContext<Application | undefined>(undefined)

export function useApplication(): Application {
  const application = useContext(ApplicationContext)
  if (application === undefined) throw new Error('useApplication() needs an ApplicationContext.')
  return application
}
