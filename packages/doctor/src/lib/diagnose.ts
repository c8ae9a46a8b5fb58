import { readConfiguration, type Configuration } from './configuration.ts'
import { validateFacts, type Facts } from './facts.ts'
import type { Finding, Severity } from './finding.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'

/**
 * Says what will not work with an application's configuration, errors first. It reads nothing and
 * sends nothing, and judges only the facts that it is given.
 *
 * @example
 * ```ts
 * import { diagnose } from '@mudbrick/doctor'
 *
 * const findings = diagnose({
 *   variables: { PORT: '3001', REACT_APP_REDIRECT_URI: 'https://localhost:3000/callback' },
 *   calls: [{ method: 'DELETE', path: '/adobe/folders', headers: ['Authorization', 'x-api-key'] }],
 * })
 * for (const { severity, sentence, fix } of findings) console.log(severity, sentence, fix)
 * ```
 *
 * @throws {@link DoctorError} `invalid_fact` when the facts are not of their type.
 */
export function diagnose(facts: Facts): readonly Finding[] {
  validateFacts(facts)
  const configuration = readConfiguration(facts)
  const findings = rules.flatMap((rule) => applyRule(rule, configuration))
  return [...configuration.findings, ...findings].toSorted(
    (one, other) => ranks[one.severity] - ranks[other.severity],
  )
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 }

function applyRule(rule: Rule, configuration: Configuration): readonly Finding[] {
  const { file: findFile, ...where } = rule.place
  return rule.observe(configuration).map(({ variable, ...observation }) => ({
    code: rule.code,
    severity: rule.severity,
    ...(findFile && { file: findFile(configuration) }),
    ...where,
    ...(variable !== undefined && configuration.variablePlaces[variable]),
    ...observation,
  }))
}
