import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import workerThreads, { type WorkerOptions } from 'node:worker_threads'

/**
 * Makes every worker thread load this entry first. Node hands `--import` down, but not to a worker that is
 * made of code, nor to one that has options of its own.
 */
export function interceptWorkers(entry: string): void {
  const OriginalWorker = workerThreads.Worker
  workerThreads.Worker = class Worker extends OriginalWorker {
    constructor(filename: string | URL, options: WorkerOptions = {}) {
      super(filename, { ...options, execArgv: preload(entry, options) })
    }
  }
  syncBuiltinESMExports()
}

function preload(entry: string, { eval: isCode = false, execArgv }: WorkerOptions): string[] {
  const own = execArgv ?? process.execArgv
  // Code runs without waiting for what is imported.
  if (isCode) return [...own, '--require', fileURLToPath(entry)]
  return execArgv === undefined || own.includes(entry) ? own : [...own, '--import', entry]
}
