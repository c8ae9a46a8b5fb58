import { sleep, systemClock, systemRandomness } from '../defaults.ts'
import type { Clock, Randomness } from '../effects.ts'
import { generateFraction } from '../randomness.ts'
import { readQueryAndForm } from '../wire/parameters.ts'
import { isPath } from '../wire/router.ts'
import { readSubject } from '../wire/subject.ts'
import { parseFault } from './fault-schema.ts'
import type { Fault, ListedFault, MetFault } from './fault.ts'

/** A fault that was added; calling it takes the fault away. */
export interface FaultHandle {
  (): void
  /** The name by which the journal shows it. */
  readonly id: string
  /** How many requests have met it. */
  met(): number
  /** Takes it away. */
  remove(): void
}

/** The faults of a sandbox, in the order in which they were added; the first that matches is met. */
export interface Faults {
  /**
   * Adds a fault, and gives the function that takes it away again.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming the property and what is right.
   */
  add(fault: Fault): FaultHandle
  /** The faults in force, spent ones too. */
  list(): readonly ListedFault[]
  /** Takes one away by its id; false when there is none. */
  remove(id: string): boolean
  /** Takes all of them away. */
  clear(): void
}

/** The faults, and what a request meets of them. */
export interface FaultsInForce extends Faults {
  /** The fault that this request meets, after its delay; it is used up by that once. */
  take(request: Request): Promise<MetFault | undefined>
}

export interface FaultsOptions {
  readonly randomness?: Randomness
  readonly clock?: Clock
  /** Called with each fault that comes or goes. */
  readonly onChange?: (action: 'added' | 'removed', fault: ListedFault) => void
}

export function createFaults({
  randomness = systemRandomness,
  clock = systemClock,
  onChange = () => {},
}: FaultsOptions = {}): FaultsInForce {
  let entries: Entry[] = []
  let added = 0
  const remove = (id: string): boolean => {
    const found = entries.find((entry) => entry.id === id)
    if (found === undefined) return false
    entries = entries.filter((entry) => entry !== found)
    onChange('removed', show(found))
    return true
  }
  return {
    add: (fault) => {
      const { method, path } = parseFault(fault)
      added += 1
      const entry: Entry = { fault, id: `fault-${added}`, method, path, matched: 0, met: 0 }
      entries.push(entry)
      onChange('added', show(entry))
      const removeThis = (): void => void remove(entry.id)
      const handle = { id: entry.id, met: () => entry.met, remove: removeThis }
      return Object.assign(() => removeThis(), handle)
    },
    list: () => entries.map(show),
    remove,
    clear: () => {
      for (const { id } of entries) remove(id)
    },
    take: async (request) => {
      if (entries.length === 0) return undefined
      const candidates = entries.filter((entry) => isFor(entry, request))
      const facts = await readFacts(request, candidates)
      // From here on nothing is awaited, so that two requests cannot use up the same last time.
      const entry = candidates.find((candidate) => meets(candidate, facts, randomness, clock.now()))
      if (entry === undefined) return undefined
      const listed = { ...show(entry), metAt: clock.now() }
      await delay(entry.fault.delayMs, randomness)
      return listed
    },
  }
}

interface Entry {
  readonly fault: Fault
  readonly id: string
  readonly method: string
  readonly path: string
  /** How many requests agreed with `match` and `where` while it was not spent. */
  matched: number
  met: number
  /** When it first met a request. */
  firstMetAt?: number
}

function show({ fault, id, met }: Entry): ListedFault {
  return { ...fault, id, met }
}

function isFor({ method, path }: Entry, request: Request): boolean {
  return isMethod(method, request) && isPath(path, new URL(request.url).pathname)
}

function isMethod(method: string, request: Request): boolean {
  if (method !== '*') return request.method === method
  return !(request.method === 'OPTIONS' && request.headers.has('access-control-request-method'))
}

/** What a request carries of what a condition may name. */
type Facts = ReadonlyMap<string, string | undefined>

/** Reads of the request what conditions ask for; its body only for a condition, and from a copy. */
async function readFacts(request: Request, candidates: readonly Entry[]): Promise<Facts> {
  if (candidates.every(({ fault }) => fault.where === undefined)) return new Map()
  const parameters = await readQueryAndForm(request.clone())
  const parameter = (name: string): string | undefined => parameters?.get(name)
  const { clientId } = readSubject({ headers: request.headers, parameter })
  return new Map([
    ['clientId', clientId],
    ['grantType', parameter('grant_type')],
    ['origin', request.headers.get('origin') ?? undefined],
  ])
}

function meets(entry: Entry, facts: Facts, randomness: Randomness, now: number): boolean {
  const { where = {}, times = Infinity, after = 0, probability = 1, lastsSeconds } = entry.fault
  if (entry.met >= times) return false
  if (now >= (entry.firstMetAt ?? now) + (lastsSeconds ?? Infinity) * 1000) return false
  const isOther = ([name, wanted]: [string, unknown]): boolean =>
    wanted !== undefined && wanted !== facts.get(name)
  if (Object.entries(where).some(isOther)) return false
  entry.matched += 1
  if (entry.matched <= after) return false
  if (probability < 1 && generateFraction(randomness) >= probability) return false
  entry.met += 1
  entry.firstMetAt ??= now
  return true
}

async function delay(delayMs: Fault['delayMs'], randomness: Randomness): Promise<void> {
  if (delayMs === undefined) return
  if (typeof delayMs === 'number') return sleep(delayMs)
  const { from, to } = delayMs
  return sleep(from + generateFraction(randomness) * (to - from))
}
