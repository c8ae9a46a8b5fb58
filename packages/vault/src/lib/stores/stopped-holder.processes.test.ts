import type { ChildProcess } from 'node:child_process'
import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox } from '@mudbrick/sandbox'
import { listen } from '@mudbrick/sandbox/node'
import { commerceAdmin } from '@mudbrick/testing/commerce-admin'
import { platformFetch } from '@mudbrick/testing/platform-fetch'
import { bundleProgram, type Program } from '@mudbrick/testing/program'
import { createSignIn } from '@mudbrick/testing/sign-in'
import { startVaultProcess } from '@mudbrick/testing/vault-process'
import {
  createKeyring,
  createMemoryGrantStore,
  createVault,
  type GrantStore,
} from '@mudbrick/vault'
import { expect, it, onTestFinished } from 'vitest'

const keyBytes = new Uint8Array(32).fill(7)
const leaseMs = 400

it.skipIf(process.platform === 'win32')(
  'a process that was stopped before its POST does not send it any more',
  { timeout: 30_000 },
  async () => {
    const sandbox = await createSandbox({ scheme: 'http' })
    const ports = { home: 0, ims: 0, aem: 0, commerce: 0 }
    const { origins, close } = await listen(sandbox, { ports, hosts: ['127.0.0.1'] })
    onTestFinished(close)
    const ims = createImsClient({
      ...commerceAdmin,
      environment: origins.ims,
      fetch: platformFetch,
    })
    const store = createMemoryGrantStore()
    const keys = createKeyring([{ keyId: 'key-1', bytes: keyBytes }])
    const vault = await createVault({ ims, store, keys, leaseMs })
    const id = await vault.add(await createSignIn(ims, platformFetch)())
    const bundle = await bundleProgram(
      new URL(import.meta.resolve('@mudbrick/testing/programs/vault')),
    )
    onTestFinished(() => bundle.dispose())

    const child: { process?: ChildProcess } = {}
    const start = (): Program => {
      const program = bundle.start()
      child.process = program.process
      return program
    }
    const { hooked, written } = stopAtFirstWrite(store, () => child.process?.kill('SIGSTOP'))
    const other = startVaultProcess(start, hooked)
    await other.open({ store: 'parent', imsOrigin: origins.ims, keyBytes, leaseMs })

    const stopped = other.refresh(id)
    await written
    // The other one has the lease, and has said in the store that it is about to refresh.
    await vault.refresh(id)
    expect(refreshes()).toBe(1)
    child.process?.kill('SIGCONT')
    await stopped
    expect(refreshes()).toBe(1)
    await vault.refresh(id)
    expect(refreshes()).toBe(2)

    await vault.close()

    function refreshes(): number {
      return sandbox.journal
        .exchanges({ path: '/ims/token/v3' })
        .filter(({ parameters }) => parameters?.['grant_type'] === 'refresh_token').length
    }
  },
)

/** A store whose caller is stopped when it has written for the first time, before it hears of it. */
function stopAtFirstWrite(
  store: GrantStore,
  stop: () => void,
): { readonly hooked: GrantStore; readonly written: Promise<void> } {
  let noteWritten: (() => void) | undefined
  const written = new Promise<void>((resolve) => {
    noteWritten = resolve
  })
  return {
    written,
    hooked: {
      ...store,
      async compareAndSwap(...parameters) {
        const isDone = await store.compareAndSwap(...parameters)
        if (noteWritten) stop()
        noteWritten?.()
        noteWritten = undefined
        return isDone
      },
    },
  }
}
