interface Grant { accessToken: string; refreshToken: string; expiresAt: number }
const all = new Map<string, Grant>()
export const store = { read: async (id: string) => all.get(id)!, write: async (id: string, g: Grant) => void all.set(id, g) }
