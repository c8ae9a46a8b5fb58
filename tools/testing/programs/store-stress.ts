import { DatabaseSync } from '@photostructure/sqlite'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { serveStoreStress } from '../vault/store-stress-process.ts'

serveStoreStress({
  open: (place: { readonly file: string }) => createSqliteGrantStore(place),
  createCheckpointer({ file }: { readonly file: string }) {
    const database = new DatabaseSync(file)
    database.exec('pragma busy_timeout = 1000')
    return (mode) => database.exec(`pragma wal_checkpoint(${mode})`)
  },
})
