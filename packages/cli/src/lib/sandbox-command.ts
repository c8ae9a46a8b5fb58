import { isIP } from 'node:net'

import { Command, InvalidArgumentError, Option } from 'commander'

import { splitScopes } from './ask-for-scopes.ts'
import type { CliEnvironment } from './cli-environment.ts'
import type { SandboxChoices } from './sandbox-choices.ts'
import { UsageError } from './usage-error.ts'

/** `mudbrick sandbox` */
export function createSandboxCommand(environment: CliEnvironment): Command {
  return new Command('sandbox')
    .summary('run the local Adobe: IMS, an AEM author and a Commerce')
    .description(
      'Runs a local Adobe until Ctrl-C: IMS to sign in at, an AEM author to call,\nusers and credentials to do it with.',
    )
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('--http', 'plain HTTP instead of HTTPS'))
    .addOption(
      new Option(
        '--port <port>',
        'port of the home page; IMS has it +3, AEM +4, Commerce +5; 0 takes free ones (default: 8440, moved by MUDBRICK_PORT_OFFSET)',
      ).argParser(parsePort),
    )
    .addOption(
      new Option('--host <address>', 'IP address to listen on (default: loopback only)').argParser(
        parseHost,
      ),
    )
    .addOption(
      new Option(
        '--public-url <url>',
        'how containers or other machines reach the home page',
      ).argParser(parseUrl),
    )
    .addOption(
      new Option(
        '--seed <file>',
        'more users, organizations, credentials: JSON or YAML, or a download of the Developer Console',
      ),
    )
    .addOption(
      new Option(
        '--scopes <list>',
        'scopes of the credentials in such a download, separated by commas',
      ).argParser(parseScopes),
    )
    .addOption(
      new Option(
        '--aem-project <folder>',
        'an AEM project: its ui.config and config are deployed at each save',
      ),
    )
    .addOption(
      new Option(
        '--environment <type>',
        'for which type of environment the project is read (default: dev)',
      ).choices(['dev', 'stage', 'prod', 'rde']),
    )
    .addOption(
      new Option(
        '--export',
        'print users, organizations, credentials and AEM’s files as a seed, and end',
      ),
    )
    .addOption(
      new Option('--behavior <preset>', 'how to act where Adobe is silent')
        .choices(['tutorial', 'strict'])
        .default('tutorial'),
    )
    .addOption(
      new Option('--set <row=value>', 'one row of the behavior; may be repeated')
        .default([], 'none')
        .argParser(collectRow),
    )
    .addOption(new Option('--ids <text>', 'repeatable ids and codes, from this text; for tests'))
    .addOption(
      new Option(
        '--journal <count>',
        'how many exchanges the journal holds, up to 100000 (default: 1000)',
      ).argParser(parseCount),
    )
    .addOption(new Option('--no-reveal', 'never show the secrets of an exchange'))
    .addOption(new Option('--no-control', 'without the control API'))
    .addOption(new Option('--quiet', 'one line when ready, and no line per request'))
    .addOption(new Option('--json', 'one line of JSON when ready, and no more'))
    .addHelpText('after', examples)
    .action(async (choices: SandboxChoices) => {
      requireCompany(choices)
      // Loading it takes longer than everything else that this program does.
      const { serveSandbox } = await import('./serve-sandbox.ts')
      await serveSandbox(choices, environment)
    })
}

const examples = `
Examples:
  mudbrick sandbox                       for a browser on this computer
  mudbrick sandbox --http --port 9440    for tools that cannot take a local certificate
  mudbrick sandbox --host 0.0.0.0 --public-url https://sandbox:8440
                                         in a container that others call "sandbox"
  mudbrick sandbox --json --port 0       for a script: addresses and control token as JSON
`

/** The highest that leaves room for the other services. */
const highestPort = 65_535 - 5

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity
  if (port > highestPort) throw new InvalidArgumentError(`Write a number from 0 to ${highestPort}`)
  return port
}

function parseHost(text: string): string {
  if (isIP(text) === 0 && text !== 'localhost') {
    throw new InvalidArgumentError('Write an IP address of this computer, such as 0.0.0.0 for all')
  }
  return text
}

function parseScopes(text: string): readonly string[] {
  const scopes = splitScopes(text)
  if (scopes.length === 0) throw new InvalidArgumentError('Write scopes, such as openid,AdobeID')
  return scopes
}

/** An option that only works with another must not be ignored without a word. */
function requireCompany({ scopes, seed, environment, aemProject }: SandboxChoices): void {
  if (scopes !== undefined && seed === undefined) {
    throw new UsageError(
      '--scopes are those of a download of the Developer Console: name it with --seed console.json.',
    )
  }
  if (environment !== undefined && aemProject === undefined) {
    throw new UsageError(
      '--environment says how an AEM project is read: name its folder with --aem-project.',
    )
  }
}

function parseCount(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > 100_000) {
    throw new InvalidArgumentError('Write a number from 1 to 100000')
  }
  return count
}

function parseUrl(text: string): string {
  if (!URL.canParse(text)) throw new InvalidArgumentError('Write one such as http://sandbox:8440')
  return text
}

function collectRow(text: string, others: readonly string[]): readonly string[] {
  if (!/^\w+=./.test(text)) {
    throw new InvalidArgumentError('Write a row and a value, such as folderConflict=status-409')
  }
  return [...others, text]
}
