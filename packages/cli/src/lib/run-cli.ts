import { Command, CommanderError } from 'commander'

import type { CliEnvironment, SetExitCode } from './cli-environment.ts'
import { createDecodeCommand } from './decode/decode-command.ts'
import { createDoctorCommand } from './doctor/doctor-command.ts'
import { createSandboxCommand } from './sandbox-command.ts'
import { UsageError } from './usage-error.ts'
import { createVerifyCommand } from './verify/verify-command.ts'
import { readVersion } from './version.ts'

/**
 * Runs the program, and returns its exit code: 0 for success, 2 for wrong arguments, 1 for any other failure, or what
 * the command says.
 */
export async function runCli(
  args: readonly string[],
  environment: CliEnvironment,
): Promise<number> {
  let exitCode = 0
  const program = createProgram(environment, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return exitCode
  } catch (error) {
    return reportFailure(error, args, environment)
  }
}

function createProgram(environment: CliEnvironment, setExitCode: SetExitCode): Command {
  const program = new Command('mudbrick')
    .description(
      'A local Adobe for development, tests and CI, and a doctor for what is set up wrongly.',
    )
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
  const commands = [
    program,
    createSandboxCommand(environment),
    createDoctorCommand(environment, setExitCode),
    createDecodeCommand(environment, setExitCode),
    createVerifyCommand(environment, setExitCode),
  ]
  for (const command of commands) {
    command.exitOverride().configureOutput({
      writeOut: (text) => environment.stdout.line(text.trimEnd()),
      // One sentence comes later, in our words.
      outputError: () => undefined,
    })
    if (command !== program) program.addCommand(command)
  }
  return program
}

function reportFailure(
  error: unknown,
  args: readonly string[],
  { stderr }: CliEnvironment,
): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0
  const { sentence, exitCode } = describeFailure(error, args)
  stderr.line(`${stderr.style('red', 'mudbrick:')} ${sentence}`)
  return exitCode
}

function describeFailure(
  error: unknown,
  args: readonly string[],
): { readonly sentence: string; readonly exitCode: number } {
  if (error instanceof CommanderError) {
    return { sentence: describeMisuse(error.message, args), exitCode: 2 }
  }
  if (error instanceof UsageError) return { sentence: error.message, exitCode: 2 }
  if (error instanceof Error && error.name === 'SandboxError') {
    return { sentence: error.message, exitCode: 1 }
  }
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n')
  return {
    sentence: `Something unexpected failed (${message}): please report it, with the command.`,
    exitCode: 1,
  }
}

/** Commander begins with `error:`, and puts its suggestion on a line of its own. */
function describeMisuse(message: string, [command]: readonly string[]): string {
  const problem = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '')
  const isKnown = /^(?:sandbox|doctor|decode|verify)$/.test(command ?? '')
  const help = isKnown ? `mudbrick ${command} --help` : 'mudbrick --help'
  return `${problem}: see ${help}.`
}
