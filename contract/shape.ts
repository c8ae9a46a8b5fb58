/** Where a value departs from its shape, in words; nothing when it does not. */
export function findDeviation(value: unknown, shape: unknown, where = 'body'): string | undefined {
  if (typeof shape === 'string' && shape.startsWith('<'))
    return deviationFromWord(value, shape, where)
  if (!isObject(shape)) {
    return value === shape
      ? undefined
      : `${where} is ${JSON.stringify(value)}, not ${JSON.stringify(shape)}`
  }
  if (!isObject(value)) return `${where} is ${JSON.stringify(value)}, not an object`
  const required = Object.keys(shape).filter((name) => !name.endsWith('?'))
  const missing = required.find((name) => !(name in value))
  if (missing !== undefined) return `${where}.${missing} is missing`
  for (const [name, member] of Object.entries(value)) {
    const memberShape = shape[name] ?? shape[`${name}?`]
    if (memberShape === undefined) return `${where}.${name} is there, and should not be`
    const deviation = findDeviation(member, memberShape, `${where}.${name}`)
    if (deviation !== undefined) return deviation
  }
  return undefined
}

function deviationFromWord(value: unknown, shape: string, where: string): string | undefined {
  const isRight = shape.startsWith('<list of') ? Array.isArray(value) : words[shape]?.(value)
  if (isRight === undefined) throw new Error(`The contract knows no shape ${shape}.`)
  return isRight ? undefined : `${where} is ${JSON.stringify(value)}, not ${shape}`
}

const words: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<string>': (value) => typeof value === 'string',
  '<jwt>': (value) => typeof value === 'string' && /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}$/.test(value),
  '<instant>': (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
