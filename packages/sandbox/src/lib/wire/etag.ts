import { textAnswer } from './answer.ts'

/** An entity tag that changes with the text: two rounds of FNV-1a, which is no secret and need not be. */
export function calculateEtag(text: string): string {
  const digits = [text, `${text} `].map((part) => {
    let hash = 2_166_136_261
    for (const character of part) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
    }
    return (hash >>> 0).toString(16).padStart(8, '0')
  })
  return digits.join('')
}

/** JSON with its `ETag`, or 304 where the reader holds that already (RFC 9110 §13.1.2). */
export function jsonWithEtag(request: Request, body: object): Response {
  const text = JSON.stringify(body)
  const etag = `"${calculateEtag(text)}"`
  if (isNamed(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers: { etag } })
  }
  return textAnswer(text, { headers: { 'content-type': 'application/json', etag } })
}

/** Whether the version that `If-Match` asks for is the one that is there; without the header it is. */
export function isMatch(request: Request, etag: string): boolean {
  const ifMatch = request.headers.get('if-match')
  return ifMatch === null || isNamed(ifMatch, etag)
}

function isNamed(header: string | null, etag: string): boolean {
  const names = (header ?? '').split(',').map((name) => name.trim().replace(/^W\//, ''))
  return names.includes(etag) || names.includes('*')
}
