import { describe, expect, it } from 'vitest'

import { runQuietly } from './quiet-command.mjs'

const node = process.execPath

describe('runQuietly()', () => {
  it('resolves when the command succeeds', async () => {
    const run = runQuietly({ name: 'test good', command: node, args: ['-e', ''] })

    await expect(run).resolves.toBeUndefined()
  })

  it('says in one sentence which command failed, and where its output is', async () => {
    const run = runQuietly({ name: 'test bad', command: node, args: ['-e', 'process.exit(3)'] })

    await expect(run).rejects.toThrow(
      'test bad failed: the full output is in .cache/logs/test-bad.log.',
    )
  })

  it('shows the errors of a long output', async () => {
    const program = `console.log('one\\nerror TS1: two\\nthree'); process.exit(1)`
    const run = runQuietly({ name: 'test errors', command: node, args: ['-e', program] })

    await expect(run).rejects.toMatchObject({ lines: ['error TS1: two'] })
  })

  it('shows the last lines of an output without errors, but no stack trace', async () => {
    const program = `console.log('one\\n    at file.js:1:1\\n\\ntwo'); process.exit(1)`
    const run = runQuietly({ name: 'test lines', command: node, args: ['-e', program] })

    await expect(run).rejects.toMatchObject({ lines: ['one', 'two'] })
  })

  it('says when a command does not exist', async () => {
    const run = runQuietly({ name: 'test none', command: 'no-such-command', args: [] })

    await expect(run).rejects.toThrow('test none could not be run: is no-such-command installed?')
  })

  it('ends the command when it is told to stop', async () => {
    const stop = new AbortController()
    const run = runQuietly({
      name: 'test stop',
      command: node,
      args: ['-e', 'setTimeout(() => undefined, 60_000)'],
      signal: stop.signal,
    })

    stop.abort()

    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  })
})
