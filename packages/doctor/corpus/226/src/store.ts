import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Session { accessToken?: string; setToken(token: string): void }
export const useSession = create<Session>()(
  persist((set) => ({ accessToken: undefined, setToken: (accessToken) => set({ accessToken }) }), { name: 'adobe-session' }),
)
