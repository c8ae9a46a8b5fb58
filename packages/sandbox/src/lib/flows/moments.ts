import type { AemConfigurationFiles } from '../aem/aem-configuration.ts'
import type { Behavior } from '../behavior/behavior.ts'
import type { Credential } from '../state/credential.ts'
import type { SeedOrganization, SeedUser } from '../seed/seed.ts'

/** What the sandbox knew when an exchange was answered: an explanation of later must not use what changed since. */
export interface Moment {
  readonly credentials: readonly Credential[]
  readonly users: readonly SeedUser[]
  readonly organizations: readonly SeedOrganization[]
  readonly aemFiles: Required<AemConfigurationFiles>
  readonly behavior: Behavior
}

/** What the sandbox knew, by numbers. */
export interface Moments {
  /** The number of now. */
  readonly current: () => number
  /** Something may have changed. */
  readonly touch: () => void
  /** What was known under a number; nothing when that is too many changes ago. */
  at(number: number): Moment | undefined
}

export function createMoments(read: () => Moment): Moments {
  const kept = new Map<number, Moment>()
  let newest = 0
  let isTouched = true
  return {
    current: () => {
      if (!isTouched) return newest
      isTouched = false
      const moment = read()
      const before = kept.get(newest)
      if (before !== undefined && isSame(before, moment)) return newest
      newest += 1
      kept.set(newest, moment)
      kept.delete(newest - maxMoments)
      return newest
    },
    touch: () => {
      isTouched = true
    },
    at: (number) => kept.get(number),
  }
}

const maxMoments = 200

/** Every change puts a new object in the place of the old one. */
function isSame(left: Moment, right: Moment): boolean {
  return (
    left.aemFiles === right.aemFiles &&
    isSameList(left.credentials, right.credentials) &&
    isSameList(left.users, right.users) &&
    isSameList(left.organizations, right.organizations) &&
    isSameList(Object.values(left.behavior), Object.values(right.behavior))
  )
}

function isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index])
}
