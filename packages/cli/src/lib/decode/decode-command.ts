import { Command, Option } from 'commander'

import type { CliEnvironment, SetExitCode } from '../cli-environment.ts'

/** `mudbrick decode` */
export function createDecodeCommand(
  environment: CliEnvironment,
  setExitCode: SetExitCode,
): Command {
  return new Command('decode')
    .summary('explain a token or a callback address, from stdin')
    .description(
      'Reads an access, ID or refresh token, an authorization code, a token response or a callback address\nfrom stdin, so that it stays out of the shell’s history, and explains what is in it. Sends it nowhere.',
    )
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('--verify', 'check the signature by the keys that IMS publishes'))
    .addOption(
      new Option('--ims <origin>', 'whose keys: the origin of IMS, by default the issuer’s'),
    )
    .addHelpText('after', '\nExample:\n  pbpaste | mudbrick decode --verify\n')
    .action(async (choices: { readonly verify?: boolean; readonly ims?: string }) => {
      const { runDecode } = await import('./run-decode.ts')
      setExitCode(await runDecode(choices, environment))
    })
}
