import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'

// Writes twice, waits for nothing and closes nothing: it ends when there is nothing more to do.

const store = createSqliteGrantStore({ file: String(process.env['STORE_FILE']) })
const record = {
  version: 1,
  clientId: 'app',
  subjectHash: undefined,
  keyId: 'current',
  dueAt: undefined,
  isRevocationPending: false,
  sealed: 'sealed',
}

async function write(): Promise<void> {
  await store.compareAndSwap('a', 0, record)
  await store.compareAndSwap('b', 0, record)
}

void write()
