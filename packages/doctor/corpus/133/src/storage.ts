export function persist(key: string, value: unknown): void {
  window.localStorage.setItem(`dam:${key}`, JSON.stringify(value))
}
