import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GrantStore } from '@mudbrick/vault'
import type { Program } from '../processes/program.ts'
import type { StressRole, StressTask } from './store-stress-process.ts'

/** What is to happen to a store. */
export interface StoreStressOptions {
  /** Starts a process that does what `serveStoreStress()` does. */
  readonly start: (role: StressRole) => Program
  /** What a process opens the store by. */
  readonly place: unknown
  /** The same store, opened by this process in the end. */
  readonly open: () => GrantStore
  readonly seconds: number
  /** How many processes write, all of them the same grants. */
  readonly writers: number
  /** How many processes open and close the store over and over. */
  readonly openers: number
  /** How many processes make checkpoints of all kinds. */
  readonly checkpointers: number
  /** The pause between one killed process and the next, at most. No process is killed by default. */
  readonly killEveryMs?: number
  /** From 0 up to 1. */
  readonly random: () => number
}

/** What has happened. */
export interface StoreStressReport {
  /** How many writes were acknowledged. */
  readonly acknowledged: number
  /** How many times a process opened the store. */
  readonly openings: number
  readonly checkpoints: number
  readonly kills: number
  /** The processes that crashed, or did not end when they were told to. */
  readonly crashes: number
  /** The writes that were acknowledged twice, as `id version`: the first of the two was undone. */
  readonly repeated: readonly string[]
  /** The grants whose last acknowledged version is not in the store, as `id version`. */
  readonly lost: readonly string[]
  /** What a process read after a later version, as `id version`. */
  readonly wentBack: readonly string[]
  /** Whether the indexes and the counts say the same as the records. */
  readonly isConsistent: boolean
  /** How calls failed, by code. */
  readonly failures: Readonly<Record<string, number>>
}

/**
 * Lets processes write to a store, open it and checkpoint it side by side, and kills them meanwhile.
 * Each process notes what was acknowledged before it goes on; in the end all of it has to be in the
 * store.
 */
export async function runStoreStress({
  start,
  place,
  open,
  seconds,
  writers,
  openers,
  checkpointers,
  killEveryMs,
  random,
}: StoreStressOptions): Promise<StoreStressReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-stress-'))
  const roles: readonly StressRole[] = [
    ...Array.from({ length: writers }, () => 'write' as const),
    ...Array.from({ length: openers }, () => 'open' as const),
    ...Array.from({ length: checkpointers }, () => 'checkpoint' as const),
  ]
  const killed = new Set<Program>()
  let started = 0
  let crashes = 0
  let isStopping = false
  const programs: Program[] = []
  for (const index of roles.keys()) run(index)

  try {
    const endsAt = performance.now() + seconds * 1_000
    while (performance.now() < endsAt) {
      await sleep(killEveryMs === undefined ? 50 : random() * killEveryMs)
      if (killEveryMs !== undefined) await kill(Math.floor(random() * roles.length))
    }
    isStopping = true
    for (const { process } of programs) if (process.connected) process.send('stop')
    await Promise.all(programs.map(waitForEnd))
    const store = open()
    const report = await assess(readNotes(folder), store)
    await store.close()
    return { ...report, kills: killed.size, crashes }
  } finally {
    for (const { process } of programs) process.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }

  function run(index: number): void {
    const role = roles[index]
    if (role === undefined || isStopping) return
    started += 1
    const task: StressTask = { role, place, notes: join(folder, `${started}`), seed: started }
    const program = start(role)
    programs[index] = program
    program.process.send(task)
    program.process.once('exit', (code) => {
      if (code === 0 || killed.has(program)) return
      crashes += 1
      run(index)
    })
  }

  async function waitForEnd(program: Program): Promise<void> {
    const timer = setTimeout(() => program.process.kill('SIGKILL'), longestEndMs)
    await program.exited
    clearTimeout(timer)
  }

  async function kill(index: number): Promise<void> {
    const program = programs[index]
    if (!program) return
    killed.add(program)
    program.process.kill('SIGKILL')
    await program.exited
    run(index)
  }
}

const longestEndMs = 10_000

/** What the processes have noted, a line each. */
function readNotes(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1),
  )
}

async function assess(
  notes: readonly string[],
  store: GrantStore,
): Promise<Omit<StoreStressReport, 'kills' | 'crashes'>> {
  const acknowledged = new Set<string>()
  const newest = new Map<string, number>()
  const repeated: string[] = []
  const wentBack: string[] = []
  const failures: Record<string, number> = {}
  const counts = { open: 0, checkpoint: 0 }

  for (const note of notes) {
    const [kind, id = '', version = ''] = note.split(' ')
    const pair = `${id} ${version}`
    if (kind === 'wrote') {
      if (acknowledged.has(pair)) repeated.push(pair)
      acknowledged.add(pair)
      newest.set(id, Math.max(newest.get(id) ?? 0, Number(version)))
    } else if (kind === 'back') wentBack.push(pair)
    else if (kind === 'failed') failures[id] = (failures[id] ?? 0) + 1
    else if (kind === 'open' || kind === 'checkpoint') counts[kind] += 1
  }

  const lost: string[] = []
  for (const [id, version] of newest) {
    // A fence is not read, but has to be given once.
    if (id === 'fence') continue
    const found = await readVersion(store, id)
    if (found < version) lost.push(`${id} ${version}`)
  }
  return {
    acknowledged: acknowledged.size + repeated.length,
    openings: counts.open,
    checkpoints: counts.checkpoint,
    repeated,
    lost,
    wentBack,
    failures,
    isConsistent: await agrees(store).catch(() => false),
  }
}

async function readVersion(store: GrantStore, id: string): Promise<number> {
  try {
    return (await store.read(id))?.version ?? 0
  } catch {
    return 0
  }
}

/** Compares what is counted, and found by key and by user, with the records themselves. */
async function agrees(store: GrantStore): Promise<boolean> {
  const clientId = 'app'
  for (const { keyId, records } of await store.countByKey(clientId)) {
    const { ids } = await store.scan({ clientId, keyId }, { limit: 1_000_000 })
    if (ids.length !== records) return false
    for (const id of ids) {
      const record = await store.read(id)
      if (record?.keyId !== keyId) return false
      const { subjectHash = '' } = record
      const found = await store.scan({ clientId, subjectHash }, { limit: 1_000_000 })
      if (!found.ids.includes(id)) return false
    }
  }
  return true
}
