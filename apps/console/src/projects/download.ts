/** Saves something as a file of JSON. */
export function downloadJson(name: string, content: unknown): void {
  const text = `${JSON.stringify(content, undefined, 2)}\n`
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${name.replaceAll(/[^\w.-]+/g, '-')}.json`
  link.click()
  URL.revokeObjectURL(address)
}
