import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { trustCommands } from './trust-commands.ts'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mudbrick-trust-'))
  vi.stubEnv('XDG_DATA_HOME', '')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

describe('trustCommands()', () => {
  it('adds the authority to the login keychain of macOS, for TLS only', () => {
    expect(trustCommands('/tmp/ca.crt', home).macOS.command).toBe(
      'security add-trusted-cert -r trustRoot -p ssl -k ~/Library/Keychains/login.keychain-db /tmp/ca.crt',
    )
  })

  it("adds the authority to the user's root certificates of Windows", () => {
    expect(trustCommands(String.raw`C:\Users\Ada L\ca.crt`, home).windows.command).toBe(
      String.raw`certutil -user -addstore Root "C:\Users\Ada L\ca.crt"`,
    )
  })

  it("adds the authority to Chromium's database on Linux, and makes it where it is missing", () => {
    const database = join(home, '.local/share/pki/nssdb')

    expect(trustCommands('/tmp/ca.crt', home).linux.command).toBe(
      `mkdir -p ${database} && certutil -d sql:${database} -A -t C,, -n 'Mudbrick local development CA' -i /tmp/ca.crt`,
    )
  })

  it('takes the older database on Linux where there is one, as Chromium does', async () => {
    await mkdir(join(home, '.pki/nssdb'), { recursive: true })

    expect(trustCommands('/tmp/ca.crt', home).linux.command).toBe(
      `certutil -d sql:${home}/.pki/nssdb -A -t C,, -n 'Mudbrick local development CA' -i /tmp/ca.crt`,
    )
  })

  it('names the packages that bring certutil on Linux', () => {
    expect(trustCommands('/tmp/ca.crt', home).linux.note).toContain('libnss3-tools')
  })

  it('quotes a path for the shell', () => {
    expect(trustCommands("/home/o'neil/my ca.crt", home).linux.command).toContain(
      String.raw` -i '/home/o'\''neil/my ca.crt'`,
    )
  })
})
