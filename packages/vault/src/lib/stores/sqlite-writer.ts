import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads'
import { createSqliteBatchWriter, type SqliteBatchWriter } from './sqlite-batch-writer.ts'
import { loadSqliteDriver } from './sqlite-driver.ts'
import type { WriterMessage, WriterSettings } from './sqlite-messages.ts'

// The worker that writes for all stores of a process on one file.

/** A transaction with more writes makes those of other processes wait for too long. */
const largestBatch = 64

const settings: WriterSettings = workerData
if (parentPort) serve(parentPort, createWriter())

function createWriter(): SqliteBatchWriter {
  const driver = loadSqliteDriver(settings.specifier)
  if (!driver) throw new Error(`${settings.specifier} has no DatabaseSync.`)
  return createSqliteBatchWriter(driver, settings)
}

function serve(port: MessagePort, writer: SqliteBatchWriter): void {
  port.on('message', (first: WriterMessage) => {
    const batch = takeBatch(port, first)
    const writes = batch.filter((message) => message !== 'close')
    if (writes.length > 0) {
      port.postMessage(writer.write(writes))
      writer.checkpoint()
    }
    if (writes.length === batch.length) return
    writer.close()
    port.close()
  })
}

/** Takes what was sent while the transaction before was running. */
function takeBatch(port: MessagePort, first: WriterMessage): readonly WriterMessage[] {
  const batch = [first]
  while (batch.length < largestBatch && batch.at(-1) !== 'close') {
    const next: { readonly message: WriterMessage } | undefined = receiveMessageOnPort(port)
    if (!next) break
    batch.push(next.message)
  }
  return batch
}
