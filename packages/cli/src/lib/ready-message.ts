import type { Sandbox, SandboxOrigins, SeedCredential } from '@mudbrick/sandbox'
import { type Certificate, type TrustCommand, trustCommands } from '@mudbrick/sandbox/node'

import type { Terminal } from './terminal.ts'

/** A sandbox that listens, and all that is to be said of it. */
export interface ReadySandbox {
  readonly origins: SandboxOrigins
  readonly sandbox: Pick<Sandbox, 'users' | 'credentials'> & { readonly controlToken?: string }
  /** Nothing where it serves plain HTTP. */
  readonly certificate: Pick<Certificate, 'caPath' | 'isNew'> | undefined
  readonly pid: number
}

/** For programs. */
export function formatJson({ origins, sandbox, certificate, pid }: ReadySandbox): string {
  const { controlToken } = sandbox
  const certificateAuthority = certificate?.caPath
  return JSON.stringify({ origins, controlToken, certificateAuthority, pid })
}

/** In one line. */
export function formatReady({ origins: { home, ims, aem, commerce } }: ReadySandbox): string {
  return `Ready: home ${home}, IMS ${ims}, AEM ${aem}, Commerce ${commerce}`
}

/** Everything that a user at a terminal wants to know; its last line is {@link formatReady}. */
export function formatWelcome(ready: ReadySandbox, style: Terminal['style']): string {
  const { origins, sandbox, certificate } = ready
  return [
    '',
    ...formatRows(listAddresses(origins), style),
    '',
    ...formatRows(listUsers(sandbox), style),
    '',
    ...formatRows(listCredentials(sandbox), style),
    '',
    ...formatRows(listAccess(ready), style),
    '',
    ...(certificate?.isNew === true ? [...formatTrust(certificate.caPath, style), ''] : []),
    '  Ctrl-C stops it.',
    '',
    style('green', formatReady(ready)),
  ].join('\n')
}

interface Row {
  readonly label: string
  readonly value: string
  readonly note: string
}

function listAddresses({ home, ims, aem, commerce }: SandboxOrigins): Row[] {
  return [
    { label: 'Home', value: home, note: 'addresses and users, for a browser' },
    { label: 'Adobe IMS', value: ims, note: 'signs users in' },
    { label: 'AEM author', value: aem, note: 'has the content' },
    { label: 'Commerce', value: commerce, note: 'has the products' },
  ]
}

function listUsers({ users }: ReadySandbox['sandbox']): Row[] {
  const all = users.list()
  const usual = all[0]?.password ?? ''
  return [
    ...all.map(({ email, password, note }, index) => ({
      label: index === 0 ? 'Users' : '',
      value: email,
      note: password === usual ? note : `${note}; password ${password}`,
    })),
    { label: 'Password', value: usual, note: 'of every user, unless it says otherwise' },
  ]
}

function listCredentials({ credentials }: ReadySandbox['sandbox']): Row[] {
  return credentials.list().map((credential, index) => ({
    label: index === 0 ? 'Credentials' : '',
    value: credential.clientId,
    note: describeCredential(credential),
  }))
}

const kinds: Readonly<Record<SeedCredential['type'], string>> = {
  'single-page-app': 'single-page app',
  'native-app': 'native app',
  'web-app': 'web app',
  'server-to-server': 'server to server',
}

function describeCredential({ type, secrets: [secret] = [] }: SeedCredential): string {
  return secret === undefined ? kinds[type] : `${kinds[type]}, secret ${secret}`
}

/** What a program needs to get in. */
function listAccess({ sandbox: { controlToken }, certificate }: ReadySandbox): Row[] {
  return [
    ...(controlToken === undefined
      ? []
      : [{ label: 'Control', value: controlToken, note: 'token of the control API, at home' }]),
    ...(certificate === undefined
      ? []
      : [{ label: 'Authority', value: certificate.caPath, note: 'NODE_EXTRA_CA_CERTS of Node' }]),
  ]
}

function formatRows(rows: readonly Row[], style: Terminal['style']): string[] {
  return rows.map(
    ({ label, value, note }) =>
      `  ${style('bold', label.padEnd(13))}${value.padEnd(26)}  ${style('dim', note)}`,
  )
}

function formatTrust(caPath: string, style: Terminal['style']): string[] {
  const { command, note } = chooseTrustCommand(caPath)
  return [
    '  Your browser does not know the certificate yet: go on past its warning at each address above,',
    '  or let this command, once, make it trust the certificate, which vouches for this computer only:',
    '',
    `  ${style('cyan', command)}`,
    ...(note === undefined ? [] : [`  ${style('dim', `(${note})`)}`]),
  ]
}

/** The command of this system. */
function chooseTrustCommand(caPath: string): TrustCommand {
  const { macOS, windows, linux } = trustCommands(caPath)
  if (process.platform === 'darwin') return macOS
  return process.platform === 'win32' ? windows : linux
}
