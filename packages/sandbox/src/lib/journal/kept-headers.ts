/** Headers as the journal keeps them: names and values in turn. A `Headers` takes ten times the memory. */
export type KeptHeaders = readonly string[]

/** A function that keeps headers, and each text that many of them share once. */
export function createHeaderKeeper(): (headers: Headers) => KeptHeaders {
  const texts = new Map<string, string>()
  const share = (text: string): string => {
    const known = texts.get(text)
    if (known !== undefined) return known
    // Tokens and cookies are texts too, and are new all the time.
    if (texts.size >= maxSharedTexts) texts.clear()
    texts.set(text, text)
    return text
  }
  return (headers) => {
    const kept: string[] = []
    headers.forEach((value, name) => kept.push(share(name), share(value)))
    return kept
  }
}

const maxSharedTexts = 500

/** The headers again. */
export function toHeaders(kept: KeptHeaders): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < kept.length; index += 2) {
    headers.append(kept[index] ?? '', kept[index + 1] ?? '')
  }
  return headers
}

/** One header, by its name in lower case. */
export function readHeader(kept: KeptHeaders, name: string): string | undefined {
  for (let index = 0; index < kept.length; index += 2) {
    if (kept[index] === name) return kept[index + 1]
  }
  return undefined
}
