import { describe, expect, it } from 'vitest'
import { judgeRedirectUris } from './redirect-uri-check.ts'

const question = {
  type: 'single-page-app',
  defaultRedirectUri: 'https://app.example.com/callback',
  redirectUriPatterns: ['https://app\\\\.example\\\\.com/callback'],
} as const

describe('the judgement of redirect URIs', () => {
  it('finds nothing in what the Console takes, and tells why an address gets the answer', () => {
    const address = 'https://app.example.com/callback'
    expect(judgeRedirectUris({ ...question, address })).toEqual({
      problems: [],
      notices: [],
      answer: { address, because: expect.stringContaining('matches the pattern') },
    })
  })

  it.each([
    ['https://app.example.com/other', 'silently takes the default redirect URI'],
    ['https://app.example.com\\callback', 'differently from how it is written'],
    ['not an address', 'differently from how it is written'],
  ])('sends the answer to %s to the default', (address, because) => {
    expect(judgeRedirectUris({ ...question, address }).answer).toEqual({
      address: question.defaultRedirectUri,
      because: expect.stringContaining(because),
    })
  })

  it.each([
    ['https://app.example.com/callback', 'https://appxexamplexcom/callback'],
    ['https://app\\.example.com/.*', 'https://app.examplexcom/a'],
  ])('names an address that the pattern %s also lets through', (pattern, stranger) => {
    const { notices } = judgeRedirectUris({ ...question, redirectUriPatterns: [pattern] })
    expect(notices).toEqual([
      { member: 'redirectUriPatterns[0]', advice: expect.stringContaining(stranger) },
    ])
  })

  it.each([
    [{ defaultRedirectUri: 'http://app.example.com' }, 'defaultRedirectUri', 'use https'],
    [{ defaultRedirectUri: '' }, 'defaultRedirectUri', 'write a whole address'],
    [{ redirectUriPatterns: ['https://a\\.b/(?!x)'] }, 'redirectUriPatterns[0]', 'look-ahead'],
    [{ redirectUriPatterns: ['https://(('] }, 'redirectUriPatterns[0]', 'regular expression'],
    [
      { redirectUriPatterns: ['https://a\\\\.example/'.padEnd(513, 'x')] },
      'redirectUriPatterns',
      '512 characters',
    ],
  ])('refuses %j at its member', (change, member, advice) => {
    const { problems } = judgeRedirectUris({ ...question, ...change })
    expect(problems).toEqual([{ member, advice: expect.stringContaining(advice) }])
  })
})
