import { describe, expect, it } from 'vitest'

import { formatCurl } from './format-curl.ts'
import type { RecordedExchange } from './network-recorder.ts'

const exchange: RecordedExchange = {
  id: 1,
  method: 'GET',
  url: 'https://author.wknd.test/adobe/folders?path=/content/dam',
  requestHeaders: [
    ['authorization', 'Bearer $TOKEN'],
    ['x-api-key', 'client-id-123'],
  ],
  requestBody: undefined,
  outcome: { status: 'pending' },
}

describe('formatCurl()', () => {
  it('leaves the token to the shell, and nothing else', () => {
    expect(formatCurl(exchange)).toBe(
      [
        "curl --request GET 'https://author.wknd.test/adobe/folders?path=/content/dam' \\",
        '  --header "authorization: Bearer $TOKEN" \\',
        "  --header 'x-api-key: client-id-123'",
      ].join('\n'),
    )
  })

  it('quotes a body with quotes in it', () => {
    const requestBody = '[{"title":"Ada\'s"}]'
    expect(formatCurl({ ...exchange, method: 'POST', requestBody })).toContain(
      String.raw`--data-raw '[{"title":"Ada'\''s"}]'`,
    )
  })

  it("takes the sandbox's certificate, whose authority curl does not know", () => {
    const url = 'https://localhost:8444/adobe/folders'
    expect(formatCurl({ ...exchange, url })).toContain('--cacert ~/.mudbrick/certificate/ca.crt')
  })

  it.each(['http://localhost:8444/adobe/folders', exchange.url])(
    'asks for no authority of its own at %s',
    (url) => expect(formatCurl({ ...exchange, url })).not.toContain('--cacert'),
  )
})
