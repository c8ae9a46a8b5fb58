import { isUtf8 } from 'node:buffer'

import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import { explainBasic, explainParameters, explainToken, type Section } from './explain.ts'
import { type Input, readInput } from './read-input.ts'
import { parseToken } from './token.ts'
import { verifyToken } from './verify-token.ts'

/** Explains what comes in, and gives the exit code: 1 where a signature is wrong or cannot be checked. */
export async function runDecode(
  choices: { readonly verify?: boolean; readonly ims?: string },
  environment: CliEnvironment,
): Promise<number> {
  const input = readInput(await readAll(environment))
  if (!input) {
    throw new UsageError(
      'There is no token, Authorization header, token response or callback address on stdin: pipe one in, such as pbpaste | mudbrick decode',
    )
  }
  const { stdout, signal } = environment
  const nowMs = Date.now()
  const tokens = listTokens(input)
  const sections: Section[] = [
    ...('clientId' in input ? [explainBasic(input.clientId, input.secretLength)] : []),
    ...('parameters' in input ? [explainParameters(input, nowMs)] : []),
    ...tokens.map(({ name, token }) => explainToken(name, parseToken(token), nowMs)),
  ]
  const { line, style } = stdout
  for (const { title, rows, notes } of sections) {
    line()
    line(`  ${style('bold', title)}`)
    for (const [name, value, note] of rows) {
      line(`    ${name.padEnd(16)}  ${value}${note === undefined ? '' : `  ${style('dim', note)}`}`)
    }
    for (const note of notes) line(`    ${style('cyan', '!')} ${note}`)
  }
  if (choices.verify !== true) return 0
  if (tokens.length === 0) {
    line()
    line(
      `  ${style('red', 'Not verified')}  There is no token in it whose signature could be checked.`,
    )
    return 1
  }
  let exitCode = 0
  for (const { name, token } of tokens) {
    const timer = setTimeout(() => environment.stderr.line('Waiting for the keys of IMS …'), 1000)
    const verdict = verifyToken(parseToken(token), choices.ims, signal)
    const { isGood, sentence } = await verdict.finally(() => clearTimeout(timer))
    line()
    line(
      `  ${style(isGood ? 'green' : 'red', isGood ? 'Verified' : 'Not verified')}  ${name}: ${sentence}`,
    )
    if (!isGood) exitCode = 1
  }
  return exitCode
}

function listTokens(input: Input): readonly { readonly name: string; readonly token: string }[] {
  if ('token' in input) return [{ name: 'token', token: input.token }]
  if (!('parameters' in input)) return []
  return ['access_token', 'id_token', 'refresh_token', 'code', 'token'].flatMap((name) => {
    const token = input.parameters[name]
    return token !== undefined && /^[\w-]+\.[\w-]*\./.test(token) ? [{ name, token }] : []
  })
}

const mostBytes = 200_000

async function readAll({ stdin, stderr }: CliEnvironment): Promise<string> {
  if (!stdin) return ''
  if ('isTTY' in stdin && stdin.isTTY === true) {
    stderr.line('Paste a token or a callback address, and end with Ctrl-D on a line of its own:')
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    chunks.push(bytes)
    size += bytes.length
    if (size > mostBytes) {
      throw new UsageError('What is on stdin is too long for a token: pipe in the token alone')
    }
  }
  const all = Buffer.concat(chunks)
  if (isUtf8(all) && !all.includes(0)) return all.toString('utf8').replace(/^\uFEFF/, '')
  throw new UsageError('What is on stdin is no text: pipe in the token as text')
}
