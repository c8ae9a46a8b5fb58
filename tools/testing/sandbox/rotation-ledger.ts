import { type Exchange, fingerprint, type Journal } from '@mudbrick/sandbox'

/** What a sandbox's journal says about refresh tokens, grant by grant. */
export interface RotationLedger {
  /** Notes the refresh token of a sign-in. */
  readonly add: (grantId: string, refreshToken: string) => void
  /** Tells whether this is the refresh token that IMS issued last. */
  readonly isNewest: (grantId: string, refreshToken: string | undefined) => boolean
  /** How many refresh tokens were exchanged for their successors. */
  readonly rotations: () => number
  /** How often the grant's refresh tokens were sent, one count per token. */
  readonly timesSent: (grantId: string) => readonly number[]
  readonly stop: () => void
}

export function createRotationLedger(journal: Pick<Journal, 'subscribe'>): RotationLedger {
  const newest = new Map<string, string>()
  const owners = new Map<string, string>()
  const sent = new Map<string, Map<string, number>>()
  let rotations = 0

  const stop = journal.subscribe(({ path, parameters, status, responseBody }: Exchange) => {
    const used = parameters['refresh_token']
    if (!path.startsWith('/ims/token/') || used === undefined) return
    const grantId = owners.get(used)
    if (grantId === undefined)
      throw new Error(`The refresh token ${used} belongs to no known grant.`)
    const times = sent.get(grantId)
    times?.set(used, (times.get(used) ?? 0) + 1)
    if (status !== 200) return
    const { refresh_token: issued } = responseBody as { readonly refresh_token: string }
    rotations += 1
    newest.set(grantId, issued)
    owners.set(issued, grantId)
  })

  return {
    add(grantId, refreshToken) {
      const masked = maskOf(refreshToken)
      newest.set(grantId, masked)
      owners.set(masked, grantId)
      sent.set(grantId, new Map())
    },
    isNewest: (grantId, refreshToken) =>
      refreshToken !== undefined && newest.get(grantId) === maskOf(refreshToken),
    rotations: () => rotations,
    timesSent: (grantId) => [...(sent.get(grantId)?.values() ?? [])],
    stop,
  }
}

function maskOf(refreshToken: string): string {
  return `<refresh_token ${fingerprint(refreshToken)}>`
}
