import {
  anyPorts,
  createTestListeners,
  echo,
  type Handler,
  type TestListeners,
} from '@mudbrick/testing/test-listeners'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { DroppedConnectionError } from '../faults/apply-fault.ts'
import type { SandboxOrigins } from '../origins.ts'
import { listen } from './listener.ts'

let listeners: TestListeners

beforeAll(async () => {
  listeners = await createTestListeners()
})

afterEach(() => listeners.closeAll())

afterAll(() => listeners.remove())

describe('listen()', () => {
  it('serves home, AEM and Commerce on localhost, and IMS on another site', async () => {
    const { origins } = await listeners.listenWith(echo)

    expect(Object.values(origins).map((origin) => new URL(origin).hostname)).toEqual([
      'localhost',
      '127.0.0.1',
      'localhost',
      'localhost',
    ])
  })

  it('takes the ports 8440 and 8443 to 8445 plus the offset of the sandbox', async () => {
    const { origins } = await listeners.listenWith(echo, { ports: {} }, 12_000)

    expect(origins).toEqual({
      home: 'https://localhost:20440',
      ims: 'https://127.0.0.1:20443',
      aem: 'https://localhost:20444',
      commerce: 'https://localhost:20445',
    })
  })

  it('tells the sandbox the origins it is reached at', async () => {
    let served: SandboxOrigins | undefined
    const sandbox = {
      portOffset: 0,
      servedAt: (origins: SandboxOrigins) => {
        served = origins
        return echo
      },
    }

    const listening = await listen(sandbox, { certificate: listeners.certificate, ports: anyPorts })
    listeners.closeAfterTest(listening.close)

    expect(served).toEqual(listening.origins)
  })

  it('passes method, path, query, header fields and body on', async () => {
    const { origins } = await listeners.listenWith(async (request) =>
      Response.json({
        method: request.method,
        url: request.url,
        type: request.headers.get('content-type'),
        body: await request.text(),
      }),
    )

    const { body } = await listeners.send(`${origins.ims}/ims/token/v3?client_id=a%20b&x=`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=authorization_code',
    })

    expect(JSON.parse(body)).toEqual({
      method: 'POST',
      url: `${origins.ims}/ims/token/v3?client_id=a%20b&x=`,
      type: 'application/x-www-form-urlencoded',
      body: 'grant_type=authorization_code',
    })
  })

  it('keeps a doubled slash at the start of a path', async () => {
    const { origins } = await listeners.listenWith(echo)

    expect((await listeners.send(`${origins.aem}//adobe/sites/cf/models`)).body).toBe(
      `${origins.aem}//adobe/sites/cf/models`,
    )
  })

  it('passes status, header fields, several cookies and body back', async () => {
    const { origins } = await listeners.listenWith(() => {
      const headers = new Headers({ location: 'https://localhost:3001/callback' })
      headers.append('set-cookie', 'a=1; Secure')
      headers.append('set-cookie', 'b=2; Secure')
      return Promise.resolve(new Response('moved', { status: 302, headers }))
    })

    const { status, headers, body } = await listeners.send(`${origins.ims}/`)

    expect([status, headers.location, headers['set-cookie'], body]).toEqual([
      302,
      'https://localhost:3001/callback',
      ['a=1; Secure', 'b=2; Secure'],
      'moved',
    ])
  })
})

describe('a handler that fails', () => {
  it('is answered with 500 and a sentence without detail', async () => {
    const { origins } = await listeners.listenWith(fail, { onError: () => undefined })

    const { status, body, headers } = await listeners.send(`${origins.ims}/`)

    expect([status, headers['content-type'], body]).toEqual([
      500,
      'text/plain; charset=utf-8',
      'The Mudbrick sandbox failed at this request: its terminal says why.\n',
    ])
  })

  it('is reported to onError', async () => {
    const told: string[] = []
    const { origins } = await listeners.listenWith(fail, {
      onError: (error, request) => told.push(`${request.url} ${String(error)}`),
    })

    await listeners.send(`${origins.ims}/ims/token/v3`)

    expect(told).toEqual([`${origins.ims}/ims/token/v3 Error: a private detail`])
  })
})

describe('a connection that a fault drops', () => {
  it('ends without an answer, and reports no failure', async () => {
    const errors: unknown[] = []
    const drop = (): Promise<Response> => Promise.reject(new DroppedConnectionError())
    const { origins } = await listeners.listenWith(drop, { onError: (error) => errors.push(error) })

    await expect(listeners.send(origins.aem)).rejects.toThrow(/socket hang up|ECONNRESET/)
    expect(errors).toEqual([])
  })
})

const fail: Handler = () => Promise.reject(new Error('a private detail'))
