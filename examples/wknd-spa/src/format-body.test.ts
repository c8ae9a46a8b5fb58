import { describe, expect, it } from 'vitest'

import { formatBody } from './format-body.ts'

describe('formatBody()', () => {
  it('indents JSON', () => {
    expect(formatBody('{"a":1}')).toBe('{\n  "a": 1\n}')
  })

  it('leaves a page of HTML as it is', () => {
    expect(formatBody('<html>')).toBe('<html>')
  })
})
