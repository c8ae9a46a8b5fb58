import { describe, expect, it } from 'vitest'
import { createFakeBrowser } from '@mudbrick/testing/fake-browser'
import { createFakePage, createFakeStorage } from '@mudbrick/testing/fake-page'
import { settle } from '@mudbrick/testing/fake-tab'
import { createFakeTime } from '@mudbrick/testing/fake-time'
import { exchangeAuthCodeForToken } from './exchange-auth-code-for-token.ts'
import type { RedirectExplanation } from './redirect-explanation.ts'

const origin = 'https://127.0.0.1:8000'
const answered = `${origin}/redirect.html?code=fake-secret-code&state=fake-secret-state`

describe('exchangeAuthCodeForToken()', () => {
  it('takes the answer out of the address bar', () => {
    const { page } = open(answered)
    expect(page.addressBar()).toBe(`${origin}/redirect.html`)
  })

  it('takes an answer in the fragment out of the address bar', () => {
    const { page } = open(`${origin}/redirect.html#code=fake-secret-code&state=fake-secret-state`)
    expect(page.addressBar()).toBe(`${origin}/redirect.html`)
  })

  it('offers the answer at once', async () => {
    const { heard } = open(answered)
    await settle()
    expect(heard).toEqual(['code=fake-secret-code&state=fake-secret-state'])
  })

  it('offers an answer in the fragment', async () => {
    const { heard } = open(`${origin}/redirect.html#error=access_denied&state=fake-secret-state`)
    await settle()
    expect(heard).toEqual(['error=access_denied&state=fake-secret-state'])
  })

  it('offers it again ten times a second', async () => {
    const { heard, time } = open(answered)
    time.pass(1_000)
    await settle()
    expect(heard).toHaveLength(11)
  })

  it('closes the window when another page has taken it', async () => {
    const opened = open(answered)
    opened.acknowledge('fake-secret-state')
    await opened.finished
    expect(opened.timesClosed()).toBe(1)
  })

  it('stops offering it when another page has taken it', async () => {
    const opened = open(answered)
    opened.acknowledge('fake-secret-state')
    await opened.finished
    const before = opened.heard.length
    opened.time.pass(60_000)
    await settle()
    expect(opened.heard).toHaveLength(before)
  })

  it('explains nothing when the window closes', async () => {
    const opened = open(answered)
    opened.acknowledge('fake-secret-state')
    await opened.finished
    expect(opened.explanations).toEqual([])
  })

  it('goes on when another answer was taken', async () => {
    const opened = open(answered)
    opened.acknowledge('fake-other-state')
    await settle()
    expect(opened.timesClosed()).toBe(0)
  })

  it('says that the window can be closed when the browser keeps it open', async () => {
    const opened = open(answered)
    opened.acknowledge('fake-secret-state')
    await opened.finished
    opened.time.pass(60_000)
    expect(opened.explanations.map(({ title }) => title)).toEqual(['You can close this window'])
  })

  it('does nothing on a server', async () => {
    await expect(exchangeAuthCodeForToken()).resolves.toBeUndefined()
  })
})

describe('exchangeAuthCodeForToken() that no page acknowledges', () => {
  it('explains nothing for three seconds', () => {
    const { time, explanations } = open(answered)
    time.pass(2_999)
    expect(explanations).toEqual([])
  })

  it('then explains, with the address of this page', () => {
    const { time, explanations } = open(answered)
    time.pass(3_000)
    expect(explanations.map(({ code }) => code)).toEqual(['not_acknowledged'])
    expect(explanations[0]?.paragraphs.join(' ')).toContain(`Open the app at ${origin}`)
  })

  it('names the default redirect URI as the usual cause', () => {
    const { time, explanations } = open(answered)
    time.pass(3_000)
    expect(explanations[0]?.paragraphs[1]).toMatch(/localhost.*127\.0\.0\.1.*default redirect URI/)
  })

  it('holds nothing of the answer in what it explains', () => {
    const { time, explanations } = open(answered)
    time.pass(3_000)
    expect(JSON.stringify(explanations)).not.toContain('secret')
  })

  it('still closes the window for an app that was only being loaded anew', async () => {
    const opened = open(answered)
    opened.time.pass(20_000)
    opened.acknowledge('fake-secret-state')
    await opened.finished
    expect(opened.timesClosed()).toBe(1)
  })

  it('gives up when no code can be good any more, and leaves the window open', async () => {
    const opened = open(answered)
    opened.time.pass(300_000)
    await opened.finished
    const before = opened.heard.length
    opened.time.pass(60_000)
    await settle()
    expect(opened.heard).toHaveLength(before)
    expect(opened.timesClosed()).toBe(0)
  })
})

describe('exchangeAuthCodeForToken() without an answer in the address', () => {
  it('explains that at once', async () => {
    const { finished, explanations } = open(`${origin}/redirect.html`)
    await finished
    expect(explanations.map(({ code }) => code)).toEqual(['no_response'])
  })

  it('offers nothing, and leaves the window open', async () => {
    const { finished, heard, timesClosed } = open(`${origin}/redirect.html?from=mail`)
    await finished
    await settle()
    expect([heard, timesClosed()]).toEqual([[], 0])
  })
})

function open(address: string) {
  const time = createFakeTime()
  const browser = createFakeBrowser()
  const page = createFakePage({ address, time, storage: createFakeStorage(), browser })
  const explanations: RedirectExplanation[] = []
  const heard: string[] = []
  let timesClosed = 0
  const channel = browser.openChannel(
    'mudbrick:authorization-response',
    (message) => heard.push((message as { response: string }).response),
    () => true,
  )
  const finished = exchangeAuthCodeForToken({
    page: {
      ...page,
      leaveFor: page.navigate,
      close: () => {
        timesClosed += 1
      },
    },
    clock: time,
    explain: (explanation) => explanations.push(explanation),
  })
  return {
    page,
    time,
    heard,
    explanations,
    finished,
    timesClosed: () => timesClosed,
    acknowledge: (state: string) => channel.post({ acknowledged: state }),
  }
}
