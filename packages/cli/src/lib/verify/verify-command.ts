import { Command, Option } from 'commander'

import type { CliEnvironment, SetExitCode } from '../cli-environment.ts'
import type { VerifyChoices } from './verify-choices.ts'

/** `mudbrick verify` */
export function createVerifyCommand(
  environment: CliEnvironment,
  setExitCode: SetExitCode,
): Command {
  return new Command('verify')
    .summary('compare the real Adobe with what Mudbrick knows of it')
    .description(
      'Replays the read-only part of Mudbrick’s contract against your own organization, asking before each kind of\nrequest, and writes a report of forms: no token, id, name, address or content of yours. Sends it nowhere.',
    )
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('--ims <origin>', 'IMS').default('https://ims-na1.adobelogin.com'))
    .addOption(
      new Option('--aem <origin>', 'an AEM author, such as https://author-p1-e2.adobeaemcloud.com'),
    )
    .addOption(new Option('--commerce <address>', 'a Commerce, with the tenant'))
    .addOption(new Option('--sku <sku>', 'a product of yours to read'))
    .addOption(new Option('--asset <id>', 'an asset of yours to read, such as urn:aaid:aem:…'))
    .addOption(
      new Option('--folder <path>', 'a folder of yours to list, such as /content/dam/mine'),
    )
    .addOption(
      new Option(
        '--organization <id>',
        'the organization of the Server-to-Server credential, such as 123…@AdobeOrg',
      ),
    )
    .addOption(new Option('--sign-in', 'sign in by a browser, with MUDBRICK_VERIFY_APP_CLIENT_ID'))
    .addOption(
      new Option(
        '--redirect-uri <uri>',
        'a redirect URI of that app; on this computer, such as https://localhost:3001/callback, the browser comes back on its own',
      ),
    )
    .addOption(
      new Option(
        '--report <file>',
        'the report to write; a page that shows it is written beside it',
      ).default('mudbrick-verify.json'),
    )
    .addOption(new Option('--yes', 'do not ask before each kind of request'))
    .addHelpText('after', afterHelp)
    .action(async (choices: VerifyChoices) => {
      const { runVerify } = await import('./run-verify.ts')
      setExitCode(await runVerify(choices, environment))
    })
}

const afterHelp = `
Secrets come from the environment; what is not set is not tried:
  MUDBRICK_VERIFY_CLIENT_ID, _CLIENT_SECRET, _SCOPES   an OAuth Server-to-Server credential
  MUDBRICK_ACCESS_TOKEN, _CLIENT_ID                    a user's access token, and the client it is of
  MUDBRICK_COMMERCE_ACCESS_TOKEN                       the one for Commerce, where it is another
  MUDBRICK_VERIFY_APP_CLIENT_ID, _APP_CLIENT_SECRET, _APP_SCOPES
                                                       an app, for --sign-in and what needs none; a secret makes it a web app

Exit codes: 0 nothing differs, 1 something differs, 2 could not run.
`
