import 'server-only'
const kept = new Map<string, unknown>()
export const keep = async (tokens: unknown) => void kept.set(crypto.randomUUID(), tokens)
