import { generateSecret, CompactEncrypt, compactDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { createContent, type GrantContent } from './grant-content.ts'
import type { GrantRecord } from './grant-store.ts'
import { createKeyring } from './keys/keyring.ts'
import { openGrant, sealGrant } from './sealed-record.ts'

describe('sealGrant()', () => {
  it('makes a compact JWE that another library can open (RFC 7516 §3.1)', async () => {
    const { sealed } = await sealGrant(keys, 'id-1', 1, content)
    const { key } = await keys.current()
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key)
    expect(protectedHeader).toMatchObject({ alg: 'A256KW', enc: 'A256GCM', kid: 'key-1' })
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({
      content: { accessToken: 'fake-access-token', refreshToken: 'fake-refresh-token' },
    })
  })

  it('never seals twice alike', async () => {
    const [one, other] = [
      await sealGrant(keys, 'id-1', 1, content),
      await sealGrant(keys, 'id-1', 1, content),
    ]
    expect(one.sealed).not.toBe(other.sealed)
  })

  it('shows what is searched for, and nothing else', async () => {
    expect(await sealGrant(keys, 'id-1', 7, content)).toEqual({
      version: 7,
      clientId: 'client-1',
      subjectHash: expect.stringMatching(/^[\w-]{43}$/),
      keyId: 'key-1',
      dueAt: 1_000,
      isRevocationPending: false,
      sealed: expect.any(String),
    })
  })
})

describe('openGrant()', () => {
  it('gives back what was sealed', async () => {
    const record = await sealGrant(keys, 'id-1', 1, content)
    const opened = await openGrant(keys, 'id-1', record)
    expect(opened).toEqual(content)
    expect(opened.accessToken).toBe('fake-access-token')
    expect(opened.refreshToken).toBe('fake-refresh-token')
    expect(opened.revoking).toEqual(['fake-token'])
  })

  it('shows no token', async () => {
    const opened = await openGrant(keys, 'id-1', await sealGrant(keys, 'id-1', 1, content))
    expect(JSON.stringify(opened)).not.toContain('fake-')
    expect(JSON.stringify({ ...opened })).not.toContain('fake-')
  })

  it('opens with an old key', async () => {
    const record = await sealGrant(keys, 'id-1', 1, content)
    const newer = createKeyring([
      { keyId: 'key-2', bytes: bytesOf(2) },
      { keyId: 'key-1', bytes: bytesOf(1) },
    ])
    await expect(openGrant(newer, 'id-1', record)).resolves.toEqual(content)
  })

  it('rejects a record of another grant', async () => {
    await expectRefusal('misplaced_record', { id: 'id-2' })
  })

  it('rejects a record under another version', async () => {
    await expectRefusal('misplaced_record', { change: { version: 2 } })
  })

  it.each([
    ['dueAt', { dueAt: 2_000 }],
    ['dueAt, which is gone,', { dueAt: undefined }],
    ['isRevocationPending', { isRevocationPending: true }],
    ['clientId', { clientId: 'client-2' }],
    ['subjectHash', { subjectHash: 'another' }],
    ['subjectHash, which is gone,', { subjectHash: undefined }],
  ])('rejects a record whose %s was changed', async (_, change) => {
    await expectRefusal('corrupt_record', { change })
  })

  it('rejects a record whose keyId was changed to another key of ours', async () => {
    const both = createKeyring([
      { keyId: 'key-1', bytes: bytesOf(1) },
      { keyId: 'key-1-alias', bytes: bytesOf(1) },
    ])
    await expectRefusal('corrupt_record', { change: { keyId: 'key-1-alias' }, openWith: both })
  })

  it('rejects a record whose key is gone', async () => {
    const openWith = createKeyring([{ keyId: 'key-2', bytes: bytesOf(2) }])
    await expectRefusal('unknown_key', { openWith })
  })

  it('rejects a record whose key is another by now', async () => {
    const openWith = createKeyring([{ keyId: 'key-1', bytes: bytesOf(2) }])
    await expectRefusal('wrong_key', { openWith })
  })

  it.each([
    ['header', 0],
    ['nonce', 2],
    ['text', 3],
    ['tag', 4],
  ])('rejects a record with a damaged %s', async (_, part) => {
    const { sealed } = await sealGrant(keys, 'id-1', 1, content)
    const parts = sealed.split('.').map((text, index) => (index === part ? flip(text) : text))
    await expectRefusal('corrupt_record', { change: { sealed: parts.join('.') } })
  })

  it.each(['', 'garbage', 'a.b.c.d.e'])('rejects %j', async (sealed) => {
    await expectRefusal('corrupt_record', { change: { sealed } })
  })

  it('rejects a record that was sealed by other means', async () => {
    const sealed = await new CompactEncrypt(new TextEncoder().encode('{}'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'key-1' })
      .encrypt(await generateSecret('A256GCM'))
    await expectRefusal('corrupt_record', { change: { sealed } })
  })

  it('rejects a content of another making', async () => {
    const { key } = await keys.current()
    const { sealed } = await sealGrant(keys, 'id-1', 1, content)
    const { protectedHeader } = await compactDecrypt(sealed, key)
    const other = await new CompactEncrypt(new TextEncoder().encode('{"format":99}'))
      .setProtectedHeader(protectedHeader)
      .encrypt(key)
    await expectRefusal('corrupt_record', { change: { sealed: other } })
  })

  it('says that the key provider fails, and that this may pass', async () => {
    const record = await sealGrant(keys, 'id-1', 1, content)
    const down = { current: keys.current, byId: () => Promise.reject(new Error('KMS is down')) }
    await expect(openGrant(down, 'id-1', record)).rejects.toMatchObject({
      code: 'keys_unavailable',
      retryable: true,
      cause: { message: 'KMS is down' },
    })
  })
})

const keys = createKeyring([{ keyId: 'key-1', bytes: bytesOf(1) }])

const content: GrantContent = createContent({
  clientId: 'client-1',
  generation: 1,
  state: { status: 'active' },
  subject: 'cora@AdobeID',
  profile: undefined,
  scopes: ['openid'],
  createdAt: 1,
  receivedAt: 2,
  expiresAt: 3,
  isUsed: true,
  dueAt: 1_000,
  isRevocationPending: false,
  trouble: undefined,
  accessToken: 'fake-access-token',
  refreshToken: 'fake-refresh-token',
  revoking: ['fake-token'],
})

function bytesOf(value: number): Uint8Array {
  return new Uint8Array(32).fill(value)
}

function flip(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
}

async function expectRefusal(
  code: string,
  {
    id = 'id-1',
    change = {},
    openWith = keys,
  }: { id?: string; change?: Partial<GrantRecord>; openWith?: typeof keys },
): Promise<void> {
  const record = { ...(await sealGrant(keys, 'id-1', 1, content)), ...change }
  await expect(openGrant(openWith, id, record)).rejects.toMatchObject({
    name: 'VaultError',
    code,
    grantId: id,
  })
}
