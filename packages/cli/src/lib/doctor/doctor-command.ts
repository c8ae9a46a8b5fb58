import { Command, Option } from 'commander'

import type { CliEnvironment, SetExitCode } from '../cli-environment.ts'
import type { DoctorChoices } from './doctor-choices.ts'

/** `mudbrick doctor` */
export function createDoctorCommand(
  environment: CliEnvironment,
  setExitCode: SetExitCode,
): Command {
  return new Command('doctor')
    .summary('find what is set up wrongly in a project that uses Adobe IMS')
    .description(
      'Reads a project (variables, settings, AEM policies, source) and says which known trap it is in,\nand which line to change. Changes nothing, and asks services read-only.',
    )
    .argument('[folder]', 'the project', '.')
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('--offline', 'ask no service'))
    .addOption(new Option('--fix', 'make the changes that are safe, after showing them'))
    .addOption(new Option('--yes', 'with --fix: make them without asking'))
    .addOption(new Option('--json', 'print JSON, for programs'))
    .addOption(
      new Option(
        '--environment <type>',
        'for which type of environment AEM’s files are read',
      ).choices(['dev', 'stage', 'prod', 'rde']),
    )
    .addHelpText('after', afterHelp)
    .action(async (folder: string, choices: DoctorChoices) => {
      const { runDoctor } = await import('./run-doctor.ts')
      setExitCode(await runDoctor(folder, choices, environment))
    })
}

const afterHelp = `
MUDBRICK_ACCESS_TOKEN, when it is set, is sent to AEM and Commerce, to tell a missing right from a bad token.

Exit codes: 0 nothing found, 1 something found, 2 could not run.
`
