/**
 * Whether a request takes answers of a media type (RFC 9110 §12.5.1). Without `Accept` it takes any.
 *
 * @param type Such as `application/json`.
 */
export function accepts(request: Request, type: string): boolean {
  const header = request.headers.get('accept')
  if (header === null || header.trim() === '') return true
  const [main = ''] = type.split('/')
  const weights = new Map(header.split(',').map(parseRange))
  // The most specific range decides.
  const weight = weights.get(type) ?? weights.get(`${main}/*`) ?? weights.get('*/*') ?? 0
  return weight > 0
}

function parseRange(text: string): readonly [range: string, weight: number] {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return [range, weight === undefined ? 1 : Number(weight) || 0]
}
