import type { CommerceClient } from '@mudbrick/commerce'
import { createContext, useContext } from 'react'

import type { CallRecorder } from './call-recorder.ts'
import type { OwnServer } from './own-server.ts'

/** What every part of the page may need to know. */
export interface Application {
  readonly commerce: CommerceClient
  readonly recorder: CallRecorder
  readonly server: OwnServer
}

export const ApplicationContext = createContext<Application | undefined>(undefined)

export function useApplication(): Application {
  const application = useContext(ApplicationContext)
  if (application === undefined) throw new Error('useApplication() needs an ApplicationContext.')
  return application
}
