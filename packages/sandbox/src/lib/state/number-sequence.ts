/** Whole numbers below 2³² that look random and are always the same (a linear congruential generator). */
export function createNumberSequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
}
