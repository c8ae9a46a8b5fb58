import { ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
import type { CreateVaultOptions } from './create-vault-options.ts'

/**
 * Checks the options of a vault, for programs without types too.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function checkVaultOptions(options: CreateVaultOptions): void {
  const given: Partial<CreateVaultOptions> = options ?? {}
  checkOptions('createVault', given, known)
  if (!hasFunctions(given.ims?.clock, ['now', 'setTimer'])) {
    throw invalid(
      'ims',
      'ims is not an IMS client: give what createImsClient() of @mudbrick/ims/credentials returns.',
    )
  }
  if (!hasFunctions(given.store, storeFunctions)) {
    throw invalid(
      'store',
      'store is not a grant store: give one, such as createSqliteGrantStore({ file }) of @mudbrick/vault/sqlite.',
    )
  }
  if (given.keys !== undefined && !hasFunctions(given.keys, ['current', 'byId'])) {
    throw invalid(
      'keys',
      'keys is not a key provider: give what createEnvironmentKeyring(), createKeyring() or another such function returns, or leave it out.',
    )
  }
  checkPositive(given, 'leaseMs')
  checkPositive(given, 'cacheLimit')
  checkFreshFor(given)
  checkParts(given)
}

function checkFreshFor({ freshForMs = 0 }: Partial<CreateVaultOptions>): void {
  if (freshForMs >= 0 && Number.isFinite(freshForMs)) return
  throw invalid(
    'freshForMs',
    `freshForMs is ${freshForMs}, which is not a number of milliseconds: give one, 0 to ask the store each time, or leave it out.`,
  )
}

function checkParts({ clock, random, tracer }: Partial<CreateVaultOptions>): void {
  if (clock !== undefined && !hasFunctions(clock, ['now', 'setTimer'])) {
    throw invalid('clock', 'clock is not a clock: give { now, setTimer }, or leave it out.')
  }
  if (random !== undefined && typeof random !== 'function') {
    throw invalid('random', 'random is not a function: give one, or leave it out.')
  }
  if (tracer !== undefined && !hasFunctions(tracer, ['startActiveSpan'])) {
    throw invalid('tracer', 'tracer is not a tracer: give one of OpenTelemetry, or leave it out.')
  }
}

function checkPositive(
  options: Partial<CreateVaultOptions>,
  option: 'leaseMs' | 'cacheLimit',
): void {
  const { [option]: value = 1 } = options
  if (value > 0 && Number.isFinite(value)) return
  throw invalid(
    option,
    `${option} is ${value}, which is not a number above zero: give one, or leave it out.`,
  )
}

const known: Readonly<Record<keyof CreateVaultOptions, true>> = {
  ims: true,
  store: true,
  keys: true,
  clock: true,
  random: true,
  leaseMs: true,
  freshForMs: true,
  cacheLimit: true,
  tracer: true,
  scheduler: true,
}

const storeFunctions = ['read', 'compareAndSwap', 'lease', 'scan', 'countByKey', 'close']

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return names.every((name) => typeof Reflect.get(value, name) === 'function')
}

function invalid(option: string, message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', option, message)
}
