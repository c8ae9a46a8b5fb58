import type { Configuration } from './configuration.ts'
import type { Finding, FindingCode, Severity } from './finding.ts'
import type { Place } from './place.ts'

/** One thing that the doctor looks for. */
export interface Rule {
  readonly code: FindingCode
  readonly severity: Severity
  /** Where to correct it. */
  readonly place: Place
  /** What is wrong by this rule; nothing where the facts do not tell. */
  readonly observe: (configuration: Configuration) => readonly Observation[]
}

/** What a rule saw: a finding without what every finding of the rule has in common. */
export type Observation = Pick<Finding, 'sentence' | 'fix'> &
  Partial<Pick<Finding, 'severity' | 'file' | 'line' | 'column' | 'change'>> & {
    /** The variable that is wrong, which tells file and line. */
    readonly variable?: string
  }
