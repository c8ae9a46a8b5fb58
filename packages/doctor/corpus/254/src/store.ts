import { create } from 'zustand'
import { persist } from 'zustand/middleware'
export const useStore = create()(
  persist((set) => ({ accessToken: '', theme: 'light', setToken: (accessToken: string) => set({ accessToken }) }), {
    name: 'adobe-ui',
    partialize: ({ theme }) => ({ theme }),
  }),
)
