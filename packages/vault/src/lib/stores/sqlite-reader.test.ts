import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { createSqliteGrantStore } from './sqlite-grant-store.ts'
import { prepareSqliteReader } from './sqlite-reader.ts'

it('prepareSqliteReader() reads no more than it finds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'grants.db')
  await createSqliteGrantStore({ file }).close()
  const database = new DatabaseSync(file)
  const plans: string[] = []
  prepareSqliteReader({
    exec: () => {},
    ask: () => undefined,
    setLockTimeout: () => {},
    rollBack: () => {},
    close: () => {},
    prepare(sql) {
      const steps = database.prepare(`explain query plan ${sql}`).all()
      plans.push(steps.map(({ detail }: { detail: string }) => detail).join('; '))
      return database.prepare(sql)
    },
  })
  database.close()
  expect(plans).toEqual([
    'SEARCH grants USING INDEX sqlite_autoindex_grants_1 (id=?)',
    'SEARCH grants USING COVERING INDEX grants_due (client_id=? AND (due_at,id)>(?,?) AND due_at<?)',
    'SEARCH grants USING COVERING INDEX grants_by_key (client_id=? AND key_id=? AND id>?)',
    'SEARCH grants USING COVERING INDEX grants_by_subject (client_id=? AND subject_hash=? AND id>?)',
    'SEARCH grants USING COVERING INDEX grants_to_revoke (client_id=? AND id>?)',
    'SEARCH grant_counts USING PRIMARY KEY (client_id=?)',
  ])
})
