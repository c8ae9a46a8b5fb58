/** The candidate nearest to a misspelt word: at most two letters away, and not the word itself. */
export function findClosest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: calculateDistance(word, candidate) }))
    .filter(({ candidate, distance }) => distance > 0 && distance <= tolerance(candidate))
    .toSorted((one, other) => one.distance - other.distance)
  return ranked[0]?.candidate
}

/** A short word is another word after two changes. */
function tolerance(word: string): number {
  return word.length < 6 ? 1 : 2
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function calculateDistance(one: string, other: string): number {
  let previous: readonly number[] = []
  let current: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      next.push(
        Math.min(
          (current[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (current[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (previous[column - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    previous = current
    current = next
  }
  return current.at(-1) ?? 0
}
