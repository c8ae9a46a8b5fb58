import {
  findDeviations,
  isRecord,
  type Deviation,
  type Step,
} from '../packages/cli/src/lib/verify/shape.ts'

/** Where a value departs from its shape, in words; nothing when it does not. */
export function findDeviation(value: unknown, shape: unknown, where = 'body'): string | undefined {
  const [deviation] = findDeviations(value, shape)
  return deviation && describe(deviation, where)
}

function describe({ path, kind, shape, value }: Deviation, where: string): string {
  const at = where + path.map(nameStep).join('')
  if (kind === 'empty') return `${at} is empty`
  if (kind === 'missing') return `${at} is missing`
  if (kind === 'unexpected') return `${at} is there, and should not be`
  return `${at} is ${JSON.stringify(value)}, not ${nameOf(shape)}`
}

function nameOf(shape: unknown): string | undefined {
  if (Array.isArray(shape)) return 'a list'
  if (isRecord(shape)) return 'an object'
  return typeof shape === 'string' && shape.startsWith('<') ? shape : JSON.stringify(shape)
}

function nameStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`
  return `.${typeof step === 'string' ? step : step.other}`
}
