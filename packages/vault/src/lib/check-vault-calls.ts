import { ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
import type { ImsGrant } from '@mudbrick/ims'
import type {
  AddGrantOptions,
  ListGrantsOptions,
  ObtainedGrant,
  RevokeGrantOptions,
  VaultTokenRequest,
} from './vault.ts'

// Programs without types call a vault too: their mistakes get a sentence, before anything is read or sent.

/** @throws {@link ConfigurationError} when an argument is not a text. */
export function requireText(name: string, value: unknown, advice: string): void {
  if (typeof value === 'string' && value !== '') return
  throw invalid(name, `${name} is ${describe(value)}: give ${advice}.`)
}

/** @throws {@link ConfigurationError} when it is not the id of a grant. */
export function requireGrantId(value: unknown): void {
  requireText('id', value, 'the id that add() returned')
}

/** @throws {@link ConfigurationError} when it is not a user's id. */
export function requireSubject(value: unknown): void {
  requireText('subject', value, "the user's id at IMS, which is the subject of a grant")
}

/** @throws {@link ConfigurationError} when an argument is not a function. */
export function requireFunction(name: string, value: unknown): void {
  if (typeof value === 'function') return
  throw invalid(name, `${name} is ${describe(value)}: give a function.`)
}

/** @throws {@link ConfigurationError} when it is not what IMS granted. */
export function requireGrant(grant: Partial<ImsGrant> | undefined): void {
  if (typeof grant?.tokenSet?.accessToken === 'string') return
  throw invalid(
    'grant',
    'grant has no tokens: give what finishAuthorization() or refreshGrant() of @mudbrick/ims returned.',
  )
}

/** @throws {@link ConfigurationError} when the function of `addOnce` returned something else. */
export function requireObtainedGrant(obtained: Partial<ObtainedGrant> | undefined): void {
  if (typeof obtained?.grant?.tokenSet?.accessToken === 'string') return
  throw invalid(
    'obtain',
    'obtain returned no grant: return { grant }, with what finishAuthorization() of @mudbrick/ims returned.',
  )
}

/** @throws {@link ConfigurationError} for an unknown option. */
export function checkAddOptions(options: AddGrantOptions): void {
  checkOptions('add', options, { profile: true })
}

/** @throws {@link ConfigurationError} for an unknown option. */
export function checkListOptions(options: ListGrantsOptions): void {
  checkOptions('listBySubject', options, { after: true, limit: true })
}

/** @throws {@link ConfigurationError} for an unknown option. */
export function checkRevokeOptions(caller: string, options: RevokeGrantOptions): void {
  checkOptions(caller, options, { reason: true })
}

/** @throws {@link ConfigurationError} for a time that is not a number. */
export function checkTokenRequest({ minimumTtlMs = 0 }: VaultTokenRequest): void {
  if (Number.isFinite(minimumTtlMs) && minimumTtlMs >= 0) return
  throw invalid(
    'minimumTtlMs',
    `minimumTtlMs is ${describe(minimumTtlMs)}: give a number of milliseconds, such as 60000.`,
  )
}

/** @throws {@link ConfigurationError} when it is not an instant. */
export function requireInstant(name: string, value: unknown): void {
  if (Number.isFinite(value)) return
  throw invalid(name, `${name} is ${describe(value)}: give an instant in epoch milliseconds.`)
}

/** A text may be a secret in the wrong place: only that it is one is said. */
function describe(value: unknown): string {
  if (value === '') return 'an empty text'
  return value === undefined || value === null || typeof value === 'number'
    ? String(value)
    : `a value of type ${typeof value}`
}

function invalid(option: string, message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', option, message)
}
