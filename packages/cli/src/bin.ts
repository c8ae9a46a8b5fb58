import { askForScopes } from './lib/ask-for-scopes.ts'
import { askAtTerminal, confirmAtTerminal } from './lib/ask-user.ts'
import { stopOnSignals } from './lib/stop-on-signals.ts'
import { createTerminal } from './lib/terminal.ts'
import { readVersion } from './lib/version.ts'

const args = process.argv.slice(2)
const stdout = createTerminal(process.stdout)
if (args.length === 1 && /^(?:-v|--version)$/.test(args[0] ?? '')) {
  // Commander takes longer to load than this takes to answer.
  stdout.line(readVersion())
} else {
  const { runCli } = await import('./lib/run-cli.ts')
  const isInteractive = process.stdin.isTTY && process.stdout.isTTY
  process.exitCode = await runCli(args, {
    stdout,
    stderr: createTerminal(process.stderr),
    signal: stopOnSignals(process),
    stdin: process.stdin,
    ...(isInteractive && { confirm: confirmAtTerminal, ask: askAtTerminal, askForScopes }),
  })
}
