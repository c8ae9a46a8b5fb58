import { describe, expect, it } from 'vitest'
import { parseProblem, quoteText } from './problem.ts'

describe('parseProblem()', () => {
  it('reads the members of RFC 9457 problem details', () => {
    const text = JSON.stringify({
      type: 'https://example.com/probs/out-of-credit',
      title: 'You do not have enough credit.',
      detail: 'Your current balance is 30, but that costs 50.',
      instance: '/account/12345/msgs/abc',
      balance: 30,
      accounts: ['/account/12345', '/account/67890'],
    })
    expect(parseProblem(text)).toEqual({
      type: 'https://example.com/probs/out-of-credit',
      title: 'You do not have enough credit.',
      detail: 'Your current balance is 30, but that costs 50.',
      instance: '/account/12345/msgs/abc',
      balance: 30,
    })
  })

  it('finds no problem in HTML', () => {
    expect(parseProblem('<html>Bad gateway</html>')).toBeUndefined()
  })

  it('finds no problem in a list', () => {
    expect(parseProblem('["bad"]')).toBeUndefined()
  })

  it('reads no more than twenty members', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`m${index}`, index]))
    expect(Object.keys(parseProblem(JSON.stringify(many)) ?? {})).toHaveLength(20)
  })
})

describe('quoteText()', () => {
  it('leaves prose alone', () => {
    expect(quoteText('Invalid or expired token.')).toBe('Invalid or expired token.')
  })

  it('cuts a text to 300 characters', () => {
    expect(quoteText('word '.repeat(1000))).toHaveLength(300)
  })

  it('leaves out what looks like a token', () => {
    expect(quoteText(`Bad code ${'fake'.repeat(12)}.more given`)).toBe('Bad code … given')
  })

  it('leaves out a token that the cut would shorten', () => {
    expect(quoteText(`${'word '.repeat(58)}${'x'.repeat(41)}`)).not.toContain('xxxxxxxxxx')
  })

  it('keeps a text on one line and out of a terminal’s control', () => {
    expect(quoteText('one\r\ntwo\u001B[31m')).toBe('one two [31m')
  })
})
