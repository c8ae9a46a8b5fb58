/** Where a value departs from its shape, in words; nothing when it does not. */
export function findDeviation(value: unknown, shape: unknown, where = 'body'): string | undefined {
  if (typeof shape === 'string' && shape.startsWith('<'))
    return deviationFromWord(value, shape, where)
  if (Array.isArray(shape)) return deviationOfItems(value, shape[0], where)
  if (!isObject(shape)) {
    return value === shape
      ? undefined
      : `${where} is ${JSON.stringify(value)}, not ${JSON.stringify(shape)}`
  }
  if (!isObject(value)) return `${where} is ${JSON.stringify(value)}, not an object`
  const required = Object.keys(shape).filter((name) => !name.endsWith('?') && name !== '<others>')
  const missing = required.find((name) => !(name in value))
  if (missing !== undefined) return `${where}.${missing} is missing`
  for (const [name, member] of Object.entries(value)) {
    const memberShape = shape[name] ?? shape[`${name}?`] ?? shape['<others>']
    if (memberShape === undefined) return `${where}.${name} is there, and should not be`
    const deviation = findDeviation(member, memberShape, `${where}.${name}`)
    if (deviation !== undefined) return deviation
  }
  return undefined
}

/** A list without items is a deviation: it shows no shape. */
function deviationOfItems(value: unknown, shape: unknown, where: string): string | undefined {
  if (!Array.isArray(value)) return `${where} is ${JSON.stringify(value)}, not a list`
  if (value.length === 0) return `${where} is empty`
  return value
    .map((item, index) => findDeviation(item, shape, `${where}[${index}]`))
    .find((deviation) => deviation !== undefined)
}

function deviationFromWord(value: unknown, shape: string, where: string): string | undefined {
  const isRight = shape.startsWith('<list of') ? Array.isArray(value) : words[shape]?.(value)
  if (isRight === undefined) throw new Error(`The contract knows no shape ${shape}.`)
  return isRight ? undefined : `${where} is ${JSON.stringify(value)}, not ${shape}`
}

const words: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<any>': () => true,
  '<boolean>': (value) => typeof value === 'boolean',
  '<integer>': (value) => Number.isInteger(value),
  '<number>': (value) => typeof value === 'number',
  '<text>': (value) => typeof value === 'string' && value !== '',
  '<digits>': (value) => typeof value === 'string' && /^\d+$/.test(value),
  '<email>': (value) => typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value),
  '<country>': (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value),
  // The published samples run from 86399985 to 86399991: a day less what the request took.
  '<day in ms>': (value) =>
    Number.isInteger(value) && Number(value) > 86_390_000 && Number(value) <= 86_400_000,
  '<user id>': (value) =>
    typeof value === 'string' &&
    /^[0-9A-F]{24}@([0-9A-F]{24}|AdobeID|techacct\.adobe\.com)$/i.test(value),
  '<string>': (value) => typeof value === 'string',
  '<jwt>': (value) => typeof value === 'string' && /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}$/.test(value),
  '<instant>': (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
