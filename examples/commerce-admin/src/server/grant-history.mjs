// @ts-check

/**
 * Something that happened to a grant, in one of the processes.
 * @typedef {{ grantId: string, type: string, at: number, process: string }} GrantMoment
 */

const shownTypes = new Set([
  'created',
  'refreshed',
  'refresh-failed',
  'sign-in-required',
  'lease-waited',
])
const momentsPerGrant = 6
const grants = 1_000

/**
 * Remembers what happened to the grants used last, for the page to show. A vault tells what happens in its own
 * process, so processes tell each other.
 */
export function createGrantHistory() {
  /** @type {Map<string, readonly GrantMoment[]>} */
  const byGrant = new Map()
  return {
    /** @param {GrantMoment} moment */
    add(moment) {
      if (!shownTypes.has(moment.type)) return
      const moments = [moment, ...(byGrant.get(moment.grantId) ?? [])]
      byGrant.delete(moment.grantId)
      byGrant.set(
        moment.grantId,
        moments.toSorted((one, two) => two.at - one.at).slice(0, momentsPerGrant),
      )
      const [oldest] = byGrant.keys()
      if (byGrant.size > grants && oldest !== undefined) byGrant.delete(oldest)
    },
    /**
     * The newest first.
     * @param {string} grantId
     */
    list: (grantId) => byGrant.get(grantId) ?? [],
  }
}
