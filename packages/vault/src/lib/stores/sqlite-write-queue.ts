import { Worker } from 'node:worker_threads'
import { VaultError } from '../vault-error.ts'
import type {
  SqliteWrite,
  SqliteWriteOutcome,
  SqliteWriteResult,
  WriterMessage,
  WriterSettings,
} from './sqlite-messages.ts'

/** Sends the writes of this process on one file to a worker, which starts with the first of them. */
export interface SqliteWriteQueue {
  /** Resolves when the write is on the disk. */
  readonly write: (write: SqliteWrite) => Promise<SqliteWriteResult>
  /** Ends the worker, after the writes that were sent to it. */
  readonly close: () => Promise<void>
}

export function createSqliteWriteQueue(settings: WriterSettings): SqliteWriteQueue {
  let writer: Writer | undefined

  return {
    async write(write) {
      writer ??= start()
      return writer.write(write)
    },
    close: async () => writer?.close(),
  }

  /** After a worker that failed, the next write starts another one. */
  function start(): Writer {
    try {
      const started = startWriter(settings, () => {
        if (writer === started) writer = undefined
      })
      return started
    } catch (cause) {
      throw createWorkerError(settings.file, cause)
    }
  }
}

interface Writer {
  readonly write: (write: SqliteWrite) => Promise<SqliteWriteResult>
  readonly close: () => Promise<void>
}

interface PendingWrite {
  readonly resolve: (result: SqliteWriteResult) => void
  readonly reject: (error: VaultError) => void
}

function startWriter(settings: WriterSettings, noteEnd: () => void): Writer {
  const worker = new Worker(new URL('./sqlite-writer.js', import.meta.url), {
    name: 'mudbrick-grant-store',
    workerData: settings,
    // What the process preloads for itself, such as instrumentation, is not meant for this worker; and
    // the warning of Node.js 22 about its SQLite was printed when this process loaded it.
    execArgv: ['--no-warnings'],
  })
  const pending: PendingWrite[] = []
  let isClosing = false
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      end(new Error('it has ended'))
      resolve()
    })
  })
  worker.on('error', end)
  worker.on('message', (outcomes: readonly SqliteWriteOutcome[]) => {
    for (const outcome of outcomes) settle(outcome)
    // An idle worker does not keep the process alive.
    if (pending.length === 0 && !isClosing) worker.unref()
  })
  worker.unref()

  return {
    write: (write) =>
      new Promise((resolve, reject) => {
        send(write)
        pending.push({ resolve, reject })
        worker.ref()
      }),
    close() {
      isClosing = true
      worker.ref()
      send('close')
      return ended
    },
  }

  function send(message: WriterMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(message)
  }

  function settle(outcome: SqliteWriteOutcome): void {
    const write = pending.shift()
    if ('result' in outcome) return write?.resolve(outcome.result)
    const { code, detail, cause } = outcome.failure
    write?.reject(new VaultError(code, { detail, cause }))
  }

  function end(cause: unknown): void {
    noteEnd()
    for (const { reject } of pending.splice(0)) reject(createWorkerError(settings.file, cause))
  }
}

function createWorkerError(file: string, cause: unknown): VaultError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new VaultError('store_unavailable', {
    cause,
    detail: `The worker that writes ${file} has failed (${reason}): try again`,
  })
}
