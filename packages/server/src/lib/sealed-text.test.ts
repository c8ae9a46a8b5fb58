import { createKeyring } from '@mudbrick/vault'
import { CompactEncrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { openText, sealText } from './sealed-text.ts'

const keys = createKeyring([{ keyId: 'first', bytes: new Uint8Array(32).fill(1) }])
const invalid = { status: 'invalid' }
const content = { grantId: 'grant-123' }

describe('openText()', () => {
  it('opens what was sealed', async () => {
    const { text } = await sealText(keys, 'session', content)
    expect(await openText(keys, 'session', text)).toEqual({
      status: 'open',
      keyId: 'first',
      content,
    })
  })

  it('opens nothing that was sealed for another purpose', async () => {
    const { text } = await sealText(keys, 'sign-in', content)
    expect(await openText(keys, 'session', text)).toEqual(invalid)
  })

  it('tells of a key that is not here', async () => {
    const others = createKeyring([{ keyId: 'second', bytes: new Uint8Array(32).fill(1) }])
    const { text } = await sealText(others, 'session', content)
    const locked = { status: 'locked', keyId: 'second', isKeyKnown: false }
    expect(await openText(keys, 'session', text)).toEqual(locked)
  })

  it('tells of a key that has the name of another one', async () => {
    const others = createKeyring([{ keyId: 'first', bytes: new Uint8Array(32).fill(2) }])
    const { text } = await sealText(others, 'session', content)
    const locked = { status: 'locked', keyId: 'first', isKeyKnown: true }
    expect(await openText(keys, 'session', text)).toEqual(locked)
  })

  it('does not ask for the key of what was sealed for another purpose', async () => {
    const others = createKeyring([{ keyId: 'second', bytes: new Uint8Array(32).fill(1) }])
    const { text } = await sealText(others, 'sign-in', content)
    expect(await openText(keys, 'session', text)).toEqual(invalid)
  })

  it('opens nothing that is sealed otherwise, though with the right key', async () => {
    const { key } = await keys.current()
    const text = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({ alg: 'A256KW', enc: 'A128CBC-HS256', kid: 'first', purpose: 'session' })
      .encrypt(key)
    expect(await openText(keys, 'session', text)).toEqual(invalid)
  })

  it.each(['null', '7', '["grant-123"]', '{'])('opens no %s', async (plaintext) => {
    const { key } = await keys.current()
    const text = await new CompactEncrypt(new TextEncoder().encode(plaintext))
      .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM', kid: 'first', purpose: 'session' })
      .encrypt(key)
    expect(await openText(keys, 'session', text)).toEqual(invalid)
  })

  it('has no key provider look for what is no name of a key', async () => {
    const asked: string[] = []
    const counting = {
      current: keys.current,
      byId: async (keyId: string) => {
        asked.push(keyId)
        return undefined
      },
    }
    for (const kid of ['../first', '', 'a'.repeat(65), 7, undefined, 'second']) {
      const header = { alg: 'A256KW', enc: 'A256GCM', purpose: 'session', kid }
      const encoded = Buffer.from(JSON.stringify(header)).toString('base64url')
      await openText(counting, 'session', `${encoded}.AA.AA.AA.AA`)
    }
    expect(asked).toEqual(['second'])
  })

  it('does not look into what is too long for a cookie', async () => {
    const { text } = await sealText(keys, 'session', { padding: 'a'.repeat(4_096) })
    expect(await openText(keys, 'session', text)).toEqual(invalid)
  })
})
