/**
 * Tells whether a text may nest deeper than the parser's stack, which would end the process. Counts brackets that are
 * open at once, and chains such as `a ? b : c ? d : …` and `a => b => …`; strings count too, so that it errs towards yes.
 */
export function nestsTooDeep(text: string): boolean {
  if (text.length < deepest) return false
  let depth = 0
  let chain = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Letters, digits and blanks are most of a text.
    if (code === 32 || (code > 64 && code < 91) || (code > 96 && code < 123)) continue
    const character = text[at] ?? ''
    if (opening.has(character)) depth += 1
    else if (closing.has(character)) depth = Math.max(0, depth - 1)
    if (chaining.has(character)) chain += 1
    else if (separating.has(character)) chain = 0
    if (depth > deepest || chain > longest) return true
  }
  return false
}

/** oxc-parser 0.156 ends the process between 3,000 and 6,000; what people write stays below 100. */
const deepest = 1500
const longest = 2500

const opening: ReadonlySet<string> = new Set('([{')
const closing: ReadonlySet<string> = new Set(')]}')
const chaining: ReadonlySet<string> = new Set('?=<')
const separating: ReadonlySet<string> = new Set(',;{}')
