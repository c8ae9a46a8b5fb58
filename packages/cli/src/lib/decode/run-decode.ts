import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import { explainParameters, explainToken, type Section } from './explain.ts'
import { type Parameters, readInput } from './read-input.ts'
import { parseToken } from './token.ts'
import { verifyToken } from './verify-token.ts'

/** Explains what comes in, and gives the exit code: 1 where a signature is wrong or cannot be checked. */
export async function runDecode(
  choices: { readonly verify?: boolean; readonly ims?: string },
  { stdin, stdout, signal }: CliEnvironment,
): Promise<number> {
  const input = readInput(await readAll(stdin))
  if (!input) {
    throw new UsageError(
      'There is no token, token response or callback address on stdin: pipe one in, such as pbpaste | mudbrick decode',
    )
  }
  const nowMs = Date.now()
  const tokens = listTokens(input)
  const sections: Section[] = [
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
  let exitCode = 0
  for (const { name, token } of tokens) {
    const { isGood, sentence } = await verifyToken(parseToken(token), choices.ims, signal)
    line()
    line(
      `  ${style(isGood ? 'green' : 'red', isGood ? 'Verified' : 'Not verified')}  ${name}: ${sentence}`,
    )
    if (!isGood) exitCode = 1
  }
  return exitCode
}

function listTokens(
  input: { readonly token: string } | { readonly parameters: Parameters },
): readonly { readonly name: string; readonly token: string }[] {
  if ('token' in input) return [{ name: 'token', token: input.token }]
  return ['access_token', 'id_token', 'refresh_token', 'code'].flatMap((name) => {
    const token = input.parameters[name]
    return token !== undefined && /^[\w-]+\.[\w-]+\./.test(token) ? [{ name, token }] : []
  })
}

const mostCharacters = 200_000

async function readAll(stdin: CliEnvironment['stdin']): Promise<string> {
  let text = ''
  if (!stdin) return text
  for await (const chunk of stdin) {
    text += String(chunk)
    if (text.length > mostCharacters) {
      throw new UsageError('What is on stdin is too long for a token: pipe in the token alone')
    }
  }
  return text
}
