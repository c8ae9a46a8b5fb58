import { askForScopes } from './lib/ask-for-scopes.ts'
import { runCli } from './lib/run-cli.ts'
import { stopOnSignals } from './lib/stop-on-signals.ts'
import { createTerminal } from './lib/terminal.ts'

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: createTerminal(process.stdout),
  stderr: createTerminal(process.stderr),
  signal: stopOnSignals(process),
  ...(process.stdin.isTTY && process.stdout.isTTY && { askForScopes }),
})
