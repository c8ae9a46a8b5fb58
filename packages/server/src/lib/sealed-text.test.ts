import { createKeyring } from '@mudbrick/vault'
import { CompactEncrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { openText, sealText } from './sealed-text.ts'

const keys = createKeyring([{ keyId: 'first', bytes: new Uint8Array(32).fill(1) }])
const content = { grantId: 'grant-123' }

describe('openText()', () => {
  it('opens what was sealed', async () => {
    expect(await openText(keys, 'session', await sealText(keys, 'session', content))).toEqual(
      content,
    )
  })

  it('opens nothing that was sealed for another purpose', async () => {
    const text = await sealText(keys, 'sign-in', content)
    expect(await openText(keys, 'session', text)).toBeUndefined()
  })

  it('opens nothing that was sealed with a key of the same name', async () => {
    const others = createKeyring([{ keyId: 'first', bytes: new Uint8Array(32).fill(2) }])
    const text = await sealText(others, 'session', content)
    expect(await openText(keys, 'session', text)).toBeUndefined()
  })

  it('opens nothing that is sealed otherwise, though with the right key', async () => {
    const { key } = await keys.current()
    const text = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({ alg: 'A256KW', enc: 'A128CBC-HS256', kid: 'first', purpose: 'session' })
      .encrypt(key)
    expect(await openText(keys, 'session', text)).toBeUndefined()
  })

  it.each(['null', '7', '["grant-123"]', '{'])('opens no %s', async (plaintext) => {
    const { key } = await keys.current()
    const text = await new CompactEncrypt(new TextEncoder().encode(plaintext))
      .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM', kid: 'first', purpose: 'session' })
      .encrypt(key)
    expect(await openText(keys, 'session', text)).toBeUndefined()
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
      const header = Buffer.from(JSON.stringify({ kid })).toString('base64url')
      expect(await openText(counting, 'session', `${header}....`)).toBeUndefined()
    }
    expect(asked).toEqual(['second'])
  })

  it('does not look into what is too long for a cookie', async () => {
    const text = await sealText(keys, 'session', { padding: 'a'.repeat(4_096) })
    expect(await openText(keys, 'session', text)).toBeUndefined()
  })
})
