'use client'

import type { Session } from '@mudbrick/browser'
import { type Context, createContext } from 'react'

export const SessionContext: Context<Session | undefined> = createContext<Session | undefined>(
  undefined,
)
