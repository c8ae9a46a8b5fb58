// @ts-check
// Runs `mudbrick doctor` and `mudbrick verify`, and draws what they write at a terminal: docs/doctor.svg and docs/verify.svg.
// It runs what the compiler wrote.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { reportFailure } from './lib/failure.mjs'
import { inRepository } from './lib/repository.mjs'

const colors = /** @type {Record<string, string>} */ ({
  red: 'fill="#ff7b72"',
  yellow: 'fill="#e3b341"',
  green: 'fill="#56d364"',
  cyan: 'fill="#76e3ea"',
  dim: 'fill="#8b949e"',
  bold: 'font-weight="bold"',
})

const [size, height, margin, mostLines] = [14, 20, 24, 44]

const folder = mkdtempSync(join(tmpdir(), 'mudbrick-pictures-'))
try {
  process.chdir(folder)
  await drawDoctor()
  await drawVerify()
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
} finally {
  process.chdir(tmpdir())
  rmSync(folder, { recursive: true, force: true })
}

/** What Adobe's tutorial for single-page apps prints, as far as it is configuration. */
async function drawDoctor() {
  const files = {
    'package.json': '{"dependencies":{"react-scripts":"5.0.1"}}',
    '.env': `REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT=https://ims-na1.adobelogin.com/ims/authorize/v2
REACT_APP_ADC_CLIENT_ID=ddsfs455a4a440c48c7474687c96945d
REACT_APP_ADC_SCOPES=AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management
REACT_APP_AEM_ASSET_HOSTNAME=https://author-p69647-e1453424.adobeaemcloud.com/
HTTPS=true
PORT=3001
SSL_CRT_FILE=./ssl/server.crt
REACT_APP_REDIRECT_URI=https://localhost:3000/callback
`,
    'src/tokens.js': `export async function keep(answer) {
  const data = await answer.json()
  localStorage.setItem('access_token', data.access_token)
}
`,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  draw('doctor', ['doctor', '--offline'], await run(['doctor', '--offline']))
}

/** The sandbox stands in for Adobe, and answers a wrong code otherwise than the contract has it. */
async function drawVerify() {
  const { createSandbox } = await import(inRepository('packages/sandbox/dist/index.js'))
  const { listen } = await import(inRepository('packages/sandbox/dist/node.js'))
  const sandbox = await createSandbox({
    scheme: 'http',
    behavior: { badCodeError: 'invalid_grant' },
  })
  const { origins, close } = await listen(sandbox, {
    ports: { home: 0, ims: 0, aem: 0, commerce: 0 },
  })
  Object.assign(process.env, {
    MUDBRICK_VERIFY_CLIENT_ID: 'wknd-service',
    MUDBRICK_VERIFY_CLIENT_SECRET: 'wknd-service-secret',
    MUDBRICK_VERIFY_APP_CLIENT_ID: 'commerce-admin',
    MUDBRICK_VERIFY_APP_CLIENT_SECRET: 'commerce-admin-secret',
  })
  const shown = ['verify', '--yes', '--redirect-uri', 'http://localhost:3002/auth/callback']
  draw('verify', shown, await run([...shown, '--ims', origins.ims]))
  await close()
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<readonly string[]>}
 */
async function run(args) {
  const { runCli } = await import(inRepository('packages/cli/dist/lib/run-cli.js'))
  /** @type {string[]} */
  const lines = []
  const terminal = {
    line: (text = '') => void lines.push(...text.split('\n')),
    /** @param {string} style @param {string} text */
    style: (style, text) => `\u{E000}${style}\u{E001}${text}\u{E002}`,
  }
  await runCli(args, { stdout: terminal, stderr: terminal, signal: new AbortController().signal })
  return lines
}

/**
 * @param {string} name
 * @param {readonly string[]} command
 * @param {readonly string[]} written
 */
function draw(name, command, written) {
  const all = [...(written[0] === '' ? [] : ['']), ...written].flatMap(wrap)
  const lines = [
    `\u{E000}dim\u{E001}$\u{E002} npx mudbrick ${command.join(' ')}`,
    ...(all.length > mostLines ? [...all.slice(0, mostLines - 8), '  …', ...all.slice(-7)] : all),
  ]
  const texts = lines.map((line, index) => {
    const y = margin + size + index * height
    return `<text x="${margin}" y="${y}">${paint(line)}</text>`
  })
  const bottom = margin * 2 + lines.length * height
  writeFileSync(
    inRepository('docs', `${name}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 ${bottom}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${size}" fill="#e6edf3">
<rect width="1120" height="${bottom}" rx="8" fill="#161b22"/>
${texts.join('\n')}
</svg>
`,
  )
  console.log(`docs/${name}.svg: ${lines.length} lines.`)
}

/** @param {string} line */
function wrap(line) {
  const plain = line.replaceAll(/\u{E000}\w+\u{E001}|\u{E002}/gu, '')
  if (plain.length <= 124) return [line]
  const at = line.lastIndexOf(' ', 124)
  const indent = /^ */.exec(plain)?.[0] ?? ''
  return [line.slice(0, at), `${indent}  ${line.slice(at + 1)}`]
}

/**
 * A picture folds spaces, but not those that do not break.
 *
 * @param {string} line
 */
function paint(line) {
  return line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\u{E000}(\w+)\u{E001}/gu, (_, style) => `<tspan ${colors[style] ?? ''}>`)
    .replaceAll('\u{E002}', '</tspan>')
    .replaceAll(/ (?=[^<>]*(?:<|$))/g, '\u{A0}')
}
