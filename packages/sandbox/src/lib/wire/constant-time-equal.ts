/** Whether two secrets are the same text, in a time that does not tell how far they agree. */
export function isConstantTimeEqual(left: string, right: string): boolean {
  const encoder = new TextEncoder()
  const [a, b] = [encoder.encode(left), encoder.encode(right)]
  let difference = a.byteLength ^ b.byteLength
  for (let index = 0; index < a.byteLength; index += 1) {
    difference |= (a[index] ?? 0) ^ (b[index % b.byteLength] ?? 0)
  }
  return difference === 0
}
