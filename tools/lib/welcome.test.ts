import { describe, expect, it } from 'vitest'

import { chooseTrustCommand, formatWelcome } from './welcome.mjs'

const origins = {
  spa: 'https://localhost:3001',
  express: 'https://localhost:8000',
  admin: 'https://localhost:3002',
  ims: 'https://127.0.0.1:8443',
  aem: 'https://localhost:8444',
  commerce: 'https://localhost:8445',
  home: 'https://localhost:8440',
}
const plain = (_: string, text: string): string => text

describe('formatWelcome()', () => {
  const text = formatWelcome(
    origins,
    { controlToken: 'fake-control-token', trust: { command: 'trust it', note: 'a note' } },
    plain,
  )

  it('begins with the address to open', () => {
    expect(text.trimStart()).toMatch(/^WKND SPA +https:\/\/localhost:3001 +open this/)
  })

  it.each(Object.values(origins))('lists %s', (origin) => {
    expect(text).toContain(origin)
  })

  it.each([
    /ada@wknd\.test +author with all rights/,
    /vic@wknd\.test +viewer, reads only/,
    /nora@wknd\.test +no product profile/,
    /Password +mudbrick/,
    /cora@wknd\.test +Commerce admin/,
    /Credentials +wknd-spa +single-page app/,
    /\n +commerce-admin +web app/,
    /Control +fake-control-token +token of the control API, at home/,
    /\n +express-embed/,
  ])('tells %s', (line) => {
    expect(text).toMatch(line)
  })

  it('tells how to trust the certificate, and how to stop', () => {
    expect(text).toMatch(/\n {2}trust it\n {2}\(a note\)\n\n {2}Ctrl-C stops everything\.\n$/)
  })
})

describe('chooseTrustCommand()', () => {
  const commands = {
    macOS: { command: 'mac' },
    linux: { command: 'linux' },
    windows: { command: 'windows' },
  }

  it.each([
    ['darwin', 'mac'],
    ['linux', 'linux'],
    ['win32', 'windows'],
    ['freebsd', 'linux'],
  ] as const)('takes for %s that of %s', (platform, command) => {
    expect(chooseTrustCommand(commands, platform).command).toBe(command)
  })
})
