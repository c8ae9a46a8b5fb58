import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { createEnvironmentKeyring } from './environment-keyring.ts'

describe('createEnvironmentKeyring()', () => {
  it('reads keys by their names, the first to seal with', async () => {
    const environment = { MUDBRICK_KEYS: ` new:${key(1)} ,old:${key(2)}` }
    const keys = createEnvironmentKeyring({ environment })
    expect(await keys.current()).toMatchObject({ keyId: 'new' })
    expect(await keys.byId('old')).toMatchObject({ keyId: 'old' })
  })

  it('reads another variable', async () => {
    const keys = createEnvironmentKeyring({
      environment: { SHOP_KEYS: `new:${key(1)}` },
      variable: 'SHOP_KEYS',
    })
    expect(await keys.current()).toMatchObject({ keyId: 'new' })
  })

  it.each([{}, { MUDBRICK_KEYS: '' }, { MUDBRICK_KEYS: '  ' }])(
    'refuses to go on without a key',
    (environment) => {
      expect(() => createEnvironmentKeyring({ environment })).toThrow(
        /^MUDBRICK_KEYS is not set, so nothing could be encrypted: create a key with `node -p /,
      )
    },
  )

  it('names a command that makes a key', () => {
    const [, command = ''] = /`node -p "(.*)"`/.exec(messageOf({})) ?? []
    const made = execFileSync(process.execPath, ['-p', command], { encoding: 'utf8' }).trim()
    expect(() => createEnvironmentKeyring({ environment: { MUDBRICK_KEYS: made } })).not.toThrow()
  })

  it.each(['secret', `:${key(1)}`, `new:${key(1).slice(1)}`, `new:${key(1)},`, `n:e:${key(1)}`])(
    'rejects %j without repeating it',
    (value) => {
      const message = messageOf({ MUDBRICK_KEYS: value })
      expect(message).toContain('not name:key')
      expect(message).not.toContain(value.slice(2))
    },
  )

  it('goes on without a key in development, with one of its own', async () => {
    const options = { environment: {}, isDevelopment: true }
    const one = await createEnvironmentKeyring(options).current()
    const other = await createEnvironmentKeyring(options).current()
    expect(one.keyId).toMatch(/^development-/)
    expect(other.keyId).not.toBe(one.keyId)
  })
})

function key(value: number): string {
  return Buffer.from(new Uint8Array(32).fill(value)).toString('base64url')
}

function messageOf(environment: Record<string, string>): string {
  try {
    createEnvironmentKeyring({ environment })
  } catch (error) {
    return (error as Error).message
  }
  return ''
}
