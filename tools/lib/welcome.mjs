// @ts-check
import { existsSync, readFileSync } from 'node:fs'

import { inRepository } from './repository.mjs'

/**
 * @typedef {{ spa: string, express: string, admin: string, ims: string, aem: string, commerce: string, home: string }} Origins
 * @typedef {import('./style.mjs').StyleText} StyleText
 * @typedef {{ label: string, value: string, note: string }} Row
 */

/**
 * All that a user has to know once everything runs.
 * @param {Origins} origins
 * @param {{
 *   controlToken: string | undefined,
 *   trust: import('@mudbrick/sandbox/node').TrustCommand | undefined,
 * }} access Nothing to trust where there is no certificate.
 * @param {StyleText} style
 */
export function formatWelcome(origins, { controlToken, trust }, style) {
  return [
    '',
    ...formatRows(listAddresses(origins), style),
    '',
    ...formatRows([...listUsers(), ...listControl(controlToken)], style),
    '',
    ...(trust === undefined ? [] : [...formatTrust(trust, style), '']),
    '  Ctrl-C stops everything.',
    '',
  ].join('\n')
}

/**
 * The command of this system.
 * @param {import('@mudbrick/sandbox/node').TrustCommands} commands
 * @param {NodeJS.Platform} platform
 */
export function chooseTrustCommand(commands, platform) {
  if (platform === 'darwin') return commands.macOS
  return platform === 'win32' ? commands.windows : commands.linux
}

/**
 * @param {Origins} origins
 * @returns {Row[]}
 */
function listAddresses({ spa, express, admin, ims, aem, commerce, home }) {
  const hasOwnEnvironment = existsSync(inRepository('examples', 'wknd-spa', '.env'))
  return [
    {
      label: 'WKND SPA',
      value: spa,
      note: hasOwnEnvironment ? 'open this; examples/wknd-spa/.env applies' : 'open this',
    },
    { label: 'Express Embed', value: express, note: 'or this: signs in by popup' },
    { label: 'Commerce Admin', value: admin, note: 'or this: a server signs in' },
    { label: 'Adobe IMS', value: ims, note: 'sandbox: signs users in' },
    { label: 'AEM author', value: aem, note: 'sandbox: has the content' },
    { label: 'Commerce', value: commerce, note: 'sandbox: has the products' },
    { label: 'Home', value: home, note: 'sandbox: addresses and users' },
  ]
}

/** @type {Readonly<Record<string, string>>} */
const credentialsOfSamples = {
  'wknd-spa': 'single-page app',
  'express-embed': 'single-page app',
  'commerce-admin': 'web app',
}

/** @returns {Row[]} */
function listUsers() {
  const { users, credentials } = readSeed()
  const [password] = users.map((user) => user.password)
  return [
    ...users.map((user, index) => ({
      label: index === 0 ? 'Users' : '',
      value: user.email,
      note: user.note,
    })),
    { label: 'Password', value: password ?? '', note: 'of every user' },
    ...credentials
      .filter(({ clientId }) => Object.hasOwn(credentialsOfSamples, clientId))
      .map(({ clientId }, index) => ({
        label: index === 0 ? 'Credentials' : '',
        value: clientId,
        note: credentialsOfSamples[clientId] ?? '',
      })),
  ]
}

/**
 * @param {string | undefined} token
 * @returns {Row[]}
 */
function listControl(token) {
  return token === undefined
    ? []
    : [{ label: 'Control', value: token, note: ' token of the control API, at home' }]
}

/**
 * @returns {{
 *   users: { email: string, password: string, note: string }[],
 *   credentials: { clientId: string }[],
 * }}
 */
function readSeed() {
  return { users: readSeedFile('users.json'), credentials: readSeedFile('credentials.json') }
}

/** @param {string} name */
function readSeedFile(name) {
  return JSON.parse(readFileSync(inRepository('packages', 'sandbox', 'seed', name), 'utf8'))
}

/**
 * @param {Row[]} rows
 * @param {StyleText} style
 */
function formatRows(rows, style) {
  return rows.map(({ label, value, note }, index) => {
    const isLink = value.startsWith('https:') || value.startsWith('http:')
    const shown = value.padEnd(26)
    const styled = isLink && index === 0 ? style('bold', style('cyan', shown)) : shown
    return `  ${style('bold', label.padEnd(15))}${styled}${style('dim', note)}`
  })
}

/**
 * @param {import('@mudbrick/sandbox/node').TrustCommand} trust
 * @param {StyleText} style
 */
function formatTrust({ command, note }, style) {
  return [
    '  Your browser does not know the certificate yet: go on past its warning at each address above,',
    '  or let this command, once, make it trust the certificate, which vouches for this computer only:',
    '',
    `  ${style('cyan', command)}`,
    ...(note === undefined ? [] : [`  ${style('dim', `(${note})`)}`]),
  ]
}
