import { describe, expect, it } from 'vitest'

import { runIntercepted } from './lib/intercepted-program.ts'

describe('@adobe/aio-lib-core-auth through @mudbrick/sandbox/intercept', () => {
  it('takes a token by client_credentials, and says why it gets none for a wrong secret', async () => {
    const { token, refusal } = (await runIntercepted('aio-lib-core-auth')) as Record<
      string,
      unknown
    >
    expect(token).toMatchObject({
      access_token: expect.stringMatching(/^eyJ/),
      token_type: 'bearer',
      expires_in: 86_399,
    })
    expect(refusal).toContain('Error calling IMS to get access token')
  })
})

describe('@adobe/aio-commerce-lib-auth through @mudbrick/sandbox/intercept', () => {
  it('makes the headers of a Commerce request', async () => {
    const { headers } = (await runIntercepted('aio-commerce-lib-auth')) as Record<string, unknown>
    expect(headers).toEqual({
      Authorization: expect.stringMatching(/^Bearer eyJ/),
      'x-api-key': 'wknd-service',
    })
  })
})
