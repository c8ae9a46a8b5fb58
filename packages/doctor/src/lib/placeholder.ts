/**
 * Values that this project's README and packages, and Adobe's tutorials, print for the reader to
 * replace; in lower case and without a slash at the end.
 */
const printedValues: ReadonlySet<string> = new Set([
  'your-client-id',
  'your-client-secret',
  'client-id-123',
  'https://author-p1-e1.adobeaemcloud.com',
  'https://author-p123-e456.adobeaemcloud.com',
  'ddsfs455a4a440c48c7474687c96945d',
  'https://author-p63947-e1502138.adobeaemcloud.com',
  'https://author-p69647-e1453424.adobeaemcloud.com',
  'https://na1.api.commerce.adobe.com/abcdef123456',
])

/** Tells whether a value still has to be replaced, such as `<Client ID>` or `your-client-id`. */
export function isPlaceholder(value: string): boolean {
  const plain = value.trim().toLowerCase().replace(/\/+$/, '')
  return (
    /^<.*>$/.test(value.trim()) ||
    /\{\{.*\}\}/.test(plain) ||
    /<[a-z][\w -]*>/.test(plain) ||
    /^your[-_ ][\w -]+$/.test(plain) ||
    /(?:^|[^a-z])(?:change-?me|replace-?me|todo)(?:$|[^a-z])/.test(plain) ||
    /(?:^|[-.:/])[a-z]?(?:x{3,}|n{3,})(?:$|[-.:/])/.test(plain) ||
    /-p0+-e0+\./.test(plain) ||
    printedValues.has(plain)
  )
}
