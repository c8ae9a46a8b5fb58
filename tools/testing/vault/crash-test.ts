import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMudbrickError, type MudbrickError } from '@mudbrick/http'
import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox } from '@mudbrick/sandbox'
import { listen } from '@mudbrick/sandbox/node'
import {
  createKeyring,
  createVault,
  type CreateVaultOptions,
  type GrantRecord,
  type GrantStore,
  type KeyProvider,
  type Vault,
} from '@mudbrick/vault'
import { commerceAdmin } from '../sandbox/commerce-admin.ts'
import type { ForgetfulStore } from './forgetful-store.ts'
import { platformFetch } from '../platform/platform-fetch.ts'
import { createRotationLedger } from '../sandbox/rotation-ledger.ts'
import { createSignIn } from '../sandbox/sign-in.ts'
import {
  type StartVaultProgram,
  startVaultProcess,
  type VaultPlace,
  type VaultProcess,
} from './vault-process.ts'

/** What is to happen. */
export interface CrashTestOptions {
  readonly start: StartVaultProgram
  readonly place: VaultPlace['store']
  /** The same store, in this process. */
  readonly store: GrantStore
  /** Opens a record. */
  readonly open: (
    keys: KeyProvider,
    id: string,
    record: GrantRecord,
  ) => Promise<{ readonly refreshToken: string | undefined }>
  /** Given where the power fails for all processes at once, and the store forgets. */
  readonly forgetful?: ForgetfulStore
  readonly processes: number
  readonly grants: number
  readonly kills: number
  /** How many refreshes each process has under way. */
  readonly concurrency: number
  readonly leaseMs: number
  /** How long it pauses between one refresh and the next, at most. */
  readonly pauseMs?: number
  /** How long a process lives at most before it is killed at any moment. 80 ms by default. */
  readonly lifeMs?: number
  /** How long a used refresh token still gives its successor. */
  readonly graceMs?: number
  /** From 0 up to 1. */
  readonly random: () => number
  readonly log?: (line: string) => void
}

/** What has happened. */
export interface CrashTestReport {
  readonly kills: number
  /** How many processes were killed between two steps, by the step that came next or had just ended. */
  readonly killsByStep: Readonly<Record<string, number>>
  /** How many writes a power failure took, though they had been acknowledged. */
  readonly forgottenWrites: number
  /** How many grants there were; for each that needed a sign-in a new one took its place. */
  readonly grants: number
  /** How many refresh tokens IMS exchanged. */
  readonly rotations: number
  /** The grants whose last rotation is in the journal, but not in the store. */
  readonly unrecorded: readonly string[]
  /** The grants that need a new sign-in, and why. */
  readonly lost: Readonly<Record<string, string>>
  /** The grants that could be neither refreshed nor given up in the end. */
  readonly stuck: Readonly<Record<string, string>>
  /** The acknowledged writes that the store no longer has, as `id version`. None may be lost. */
  readonly lostWrites: readonly string[]
  /** The acknowledged writes that were acknowledged twice: the first one was undone. */
  readonly repeatedWrites: readonly string[]
  /** How many writes were acknowledged. */
  readonly acknowledgedWrites: number
  /** How often a refresh token was sent at most. */
  readonly mostTimesSent: number
  /** The grants one of whose refresh tokens was sent more often than attempts at it were disturbed. */
  readonly looping: readonly string[]
  /** How attempts failed meanwhile, by code. */
  readonly failures: Readonly<Record<string, number>>
  readonly seconds: number
}

/**
 * Lets processes refresh grants over and over, and kills them meanwhile: at any moment, and between
 * each two steps. In the end it compares what the sandbox's journal says with what is in the store.
 */
export async function runCrashTest({
  start,
  place: storePlace,
  store,
  open,
  forgetful,
  processes: processCount,
  grants: grantCount,
  kills: killCount,
  concurrency,
  leaseMs,
  pauseMs = 0,
  lifeMs = 80,
  graceMs = 0,
  random,
  log = () => {},
}: CrashTestOptions): Promise<CrashTestReport> {
  const startedAt = performance.now()
  const sandbox = await createSandbox({ scheme: 'http', behavior: { refreshGraceMs: graceMs } })
  const ports = { home: 0, ims: 0, aem: 0, commerce: 0 }
  const { origins, close } = await listen(sandbox, { ports, hosts: ['127.0.0.1'] })
  const ledger = createRotationLedger(sandbox.journal)
  const ims = createImsClient({
    ...commerceAdmin,
    environment: origins.ims,
    fetch: platformFetch,
  })
  const signIn = createSignIn(ims, platformFetch)
  const keyBytes = new Uint8Array(32).fill(7)
  const keys = createKeyring([{ keyId: 'key-1', bytes: keyBytes }])
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-crash-'))
  const acknowledgements = join(folder, 'acknowledgements')
  writeFileSync(acknowledgements, '')
  const place: VaultPlace = {
    store: storePlace,
    imsOrigin: origins.ims,
    keyBytes,
    leaseMs,
    acknowledgements,
  }

  const alive: string[] = []
  const all: string[] = []
  const replaced = new Set<string>()
  // How often something came between an attempt to refresh a grant and its end.
  const disturbances = new Map<string, number>()
  const failures: Record<string, number> = {}
  const killsByStep: Record<string, number> = {}
  const workers: Worker[] = []
  let kills = 0
  let forgottenWrites = 0
  const driving = new AbortController()

  try {
    for (let index = 0; index < grantCount; index += 1) await addGrant()
    log(`${grantCount} grants after ${elapsedSeconds()} s`)
    await Promise.all(Array.from({ length: processCount }, (_, index) => replaceWorker(index)))
    await (forgetful ? failPower(forgetful) : killProcesses())
    driving.abort()
    await Promise.all(workers.map(({ ended }) => ended))
    await Promise.all(workers.map(({ process }) => process.kill()))
    return await assess()
  } finally {
    driving.abort()
    await Promise.all(workers.map(({ process }) => process.kill()))
    ledger.stop()
    await close()
    rmSync(folder, { recursive: true })
  }

  async function addGrant(): Promise<void> {
    const grant = await signIn()
    const id = await withVault({}, (vault) => vault.add(grant))
    forgetful?.flush()
    ledger.add(id, String(grant.tokenSet.refreshToken))
    alive.push(id)
    all.push(id)
  }

  /** A vault of its own each time, which has seen nothing before. */
  async function withVault<Result>(
    options: Partial<CreateVaultOptions>,
    work: (vault: Vault) => Promise<Result>,
  ): Promise<Result> {
    const vault = await createVault({ ims, store, keys, ...options })
    try {
      return await work(vault)
    } finally {
      await vault.close()
    }
  }

  async function replaceWorker(index: number): Promise<void> {
    const process = startVaultProcess(start, storePlace === 'parent' ? store : undefined)
    await process.open(place)
    const underWay: string[] = []
    const drives = Array.from({ length: concurrency }, () => drive(process, underWay))
    workers[index] = { process, underWay, ended: Promise.all(drives) }
  }

  async function drive(process: VaultProcess, underWay: string[]): Promise<void> {
    let isAlive = true
    while (!driving.signal.aborted && isAlive) {
      isAlive = await refresh(process, underWay, pick(alive))
      if (pauseMs > 0) await sleep(random() * pauseMs)
    }
  }

  /** Tells whether the process has lived to see the end of it. */
  async function refresh(
    process: VaultProcess,
    underWay: string[],
    id: string,
    steps?: number,
  ): Promise<boolean> {
    underWay.push(id)
    try {
      await process.refresh(id, steps)
      return true
    } catch (error) {
      const { name, code = name } = error as Error & { readonly code?: string }
      if (name === 'ProcessEndedError') return false
      failures[code] = (failures[code] ?? 0) + 1
      if (name !== 'VaultError') disturb(id)
      if (name === 'SignInRequiredError') await replaceGrant(id)
      return true
    } finally {
      underWay.splice(underWay.indexOf(id), 1)
    }
  }

  async function replaceGrant(id: string): Promise<void> {
    if (replaced.has(id)) return
    replaced.add(id)
    await addGrant()
    alive.splice(alive.indexOf(id), 1)
  }

  async function killProcesses(): Promise<void> {
    let planned = 0
    let step = 0
    await Promise.all(
      workers.map(async (_, index) => {
        for (;;) {
          planned += 1
          if (planned > killCount) return
          await (planned % 2 === 0 ? killBetweenSteps(index) : killAtAnyMoment(index))
          await replaceWorker(index)
        }
      }),
    )

    async function killAtAnyMoment(index: number): Promise<void> {
      await sleep(random() * lifeMs)
      await kill(workerAt(index))
    }

    async function killBetweenSteps(index: number): Promise<void> {
      for (;;) {
        const ownStep = step
        const reached = await standStill(workerAt(index), pick(alive), ownStep)
        // A refresh that ended before has no such step.
        step = reached === undefined ? 0 : ownStep + 1
        if (reached === undefined) continue
        killsByStep[reached] = (killsByStep[reached] ?? 0) + 1
        return kill(workerAt(index))
      }
    }
  }

  function workerAt(index: number): Worker {
    const worker = workers[index]
    if (!worker) throw new Error(`There is no process ${index}.`)
    return worker
  }

  /** Gives the name of the step at which the process stands still, unless it has come to the end before. */
  async function standStill(
    { process, underWay }: Worker,
    id: string,
    step: number,
  ): Promise<string | undefined> {
    const ended = refresh(process, underWay, id, step).then(() => undefined)
    return Promise.race([process.reached, ended])
  }

  async function kill({ process, underWay }: Worker): Promise<void> {
    kills += 1
    if (kills % 50 === 0) log(`${kills} kills after ${elapsedSeconds()} s`)
    for (const id of underWay) disturb(id)
    await process.kill()
  }

  async function failPower(disk: ForgetfulStore): Promise<void> {
    for (let round = 0; round * processCount < killCount; round += 1) {
      for (let flushes = 1 + Math.floor(random() * 4); flushes > 0; flushes -= 1) {
        disk.flush()
        await sleep(50 + random() * 400)
      }
      await Promise.all(workers.map(kill))
      const forgotten = await disk.losePower()
      forgottenWrites += forgotten.length
      for (const id of forgotten) disturb(id)
      await Promise.all(workers.map((_, index) => replaceWorker(index)))
    }
    disk.flush()
  }

  function disturb(id: string): void {
    disturbances.set(id, (disturbances.get(id) ?? 0) + 1)
  }

  async function assess(): Promise<CrashTestReport> {
    await sleep(leaseMs)
    const writes = await assessWrites(store, readFileSync(acknowledgements, 'utf8'))
    const unrecorded: string[] = []
    const lost: Record<string, string> = {}
    const stuck: Record<string, string> = {}
    for (const id of all) {
      const record = await store.read(id)
      const content = record && (await open(keys, id, record))
      if (!ledger.isNewest(id, content?.refreshToken)) unrecorded.push(id)
    }
    // With time enough, so that nothing is lost by looking.
    await withVault({ leaseMs: 60_000 }, async (vault) => {
      for (const id of all) {
        const error = await refreshPatiently(vault, id)
        if (error?.name === 'SignInRequiredError') lost[id] = error.code
        else if (error) stuck[id] = error.code
      }
    })
    const timesSent = all.map((id) => [id, Math.max(0, ...ledger.timesSent(id))] as const)
    return {
      kills,
      killsByStep,
      forgottenWrites,
      grants: all.length,
      rotations: ledger.rotations(),
      unrecorded,
      ...writes,
      lost,
      stuck,
      mostTimesSent: Math.max(...timesSent.map(([, times]) => times)),
      looping: timesSent
        .filter(([id, times]) => times > 1 + (disturbances.get(id) ?? 0))
        .map(([id]) => id),
      failures,
      seconds: elapsedSeconds(),
    }
  }

  function elapsedSeconds(): number {
    return Math.round((performance.now() - startedAt) / 1000)
  }

  function pick(ids: readonly string[]): string {
    const id = ids[Math.floor(random() * ids.length)]
    if (id === undefined) throw new Error('There is no grant left.')
    return id
  }
}

/** Compares what the processes noted as acknowledged with what is in the store. */
async function assessWrites(
  store: GrantStore,
  log: string,
): Promise<Pick<CrashTestReport, 'lostWrites' | 'repeatedWrites' | 'acknowledgedWrites'>> {
  // A process that is killed while it notes a write leaves half a line.
  const lines = log.split('\n').filter((line) => /^\S+ \d+$/.test(line))
  const seen = new Set<string>()
  const newest = new Map<string, number>()
  const repeatedWrites = lines.filter((line) => {
    const [id = '', version = ''] = line.split(' ')
    newest.set(id, Math.max(newest.get(id) ?? 0, Number(version)))
    return seen.size === seen.add(line).size
  })
  const lostWrites: string[] = []
  for (const [id, version] of newest) {
    const record = await store.read(id)
    if (record && record.version < version) lostWrites.push(`${id} ${version}`)
  }
  return { lostWrites, repeatedWrites, acknowledgedWrites: lines.length }
}

interface Worker {
  readonly process: VaultProcess
  /** The grants that it refreshes at present, each as often as it does. */
  readonly underWay: string[]
  readonly ended: Promise<unknown>
}

const patienceMs = 30_000

/** Refreshes as soon as it is possible; gives what came in the way for good. */
async function refreshPatiently(vault: Vault, id: string): Promise<MudbrickError | undefined> {
  const startedAt = performance.now()
  for (;;) {
    try {
      await vault.refresh(id)
      return undefined
    } catch (error) {
      if (!isMudbrickError(error)) throw error
      if (!error.retryable || performance.now() - startedAt > patienceMs) return error
      await sleep(100)
    }
  }
}
