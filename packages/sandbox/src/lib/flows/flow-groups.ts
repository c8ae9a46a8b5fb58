import type { FlowKind } from './flow.ts'
import { isServiceCall, type FlowGroup } from './flow-group.ts'
import { createTies } from './flow-ties.ts'
import type { ImsEndpoint } from './ims-endpoint.ts'
import type { Trace } from './trace.ts'

/** Puts each exchange into the flow that it belongs to; every exchange is in exactly one. */
export interface FlowGroups {
  /** Takes in the next exchange; returns the flow that has it now. */
  add(trace: Trace): FlowGroup
  /** Lets go what the journal no longer holds. */
  forgetBefore(index: number): void
  /** By the order of their beginnings. */
  all(): Iterable<FlowGroup>
  readonly size: number
  byId(id: number): FlowGroup | undefined
  byExchange(index: number): FlowGroup | undefined
}

export function createFlowGroups(): FlowGroups {
  const flows = new Map<number, FlowGroup>()
  const flowOf = new Map<number, FlowGroup>()
  const ties = createTies()

  const start = (
    trace: Trace,
    kind: FlowKind,
    {
      startedBy,
      hasNoBeginning = false,
    }: { readonly startedBy?: FlowGroup | undefined; readonly hasNoBeginning?: boolean } = {},
  ): FlowGroup => {
    const flow: FlowGroup = {
      id: trace.index,
      kind,
      traces: [],
      startedBy: startedBy?.id,
      hasNoBeginning,
      hasLostBeginning: false,
      isClosed: false,
    }
    flows.set(flow.id, flow)
    return flow
  }
  const remove = (flow: FlowGroup): void => {
    flows.delete(flow.id)
    ties.release(flow)
  }

  const ofAuthorization = (trace: Trace): FlowGroup => {
    const key = `${trace.isSilent ? 'silent' : 'page'} ${trace.requestKey}`
    const known = ties.find('request', key)
    const flow =
      known === undefined || known.isClosed
        ? start(trace, trace.isSilent ? 'silent-renewal' : 'sign-in')
        : known
    ties.tie('request', key, flow)
    ties.tie('code', trace.given.code, flow)
    const isAnswered =
      trace.given.code !== undefined ||
      trace.given.accessToken !== undefined ||
      trace.error !== undefined ||
      (trace.status ?? 0) >= 400
    if (isAnswered) flow.isClosed = true
    return flow
  }
  const ofTokenRequest = (trace: Trace): FlowGroup => {
    const { grantType, sent } = trace
    if (grantType === 'refresh_token') {
      const retried = ties.find('refresh', sent.refreshToken)
      if (retried !== undefined) return retried
      const flow = start(trace, 'refresh', {
        startedBy: ties.find('refreshToken', sent.refreshToken),
      })
      ties.tie('refresh', sent.refreshToken, flow)
      return flow
    }
    if (grantType === 'client_credentials' || trace.endpoint === 'jwt') {
      return start(trace, 'service-token')
    }
    if (sent.code === undefined && grantType !== 'authorization_code') return start(trace, 'other')
    const known = ties.find('code', sent.code)
    if (known !== undefined) return known
    const flow = start(trace, 'sign-in', { hasNoBeginning: true })
    ties.tie('code', sent.code, flow)
    return flow
  }
  const ofApiCall = (trace: Trace): FlowGroup => {
    const { accessToken } = trace.sent
    const issuer = ties.find('accessToken', accessToken)
    const known = withRoom(ties.find('calls', callsKey(trace)))
    // The tutorial's sixth step belongs to the sign-in; the calls after it are a flow of their own.
    const isFirst = known === undefined && issuer?.kind === 'sign-in'
    if (isFirst && withRoom(issuer) && !issuer.traces.some(isServiceCall)) return issuer
    const flow = known ?? start(trace, 'api-calls', { startedBy: issuer })
    ties.tie('calls', callsKey(trace), flow)
    return flow
  }
  const ofSignOut = (trace: Trace): FlowGroup => {
    const known = ties.find('signOut', trace.clientId)
    const last = known?.traces.at(-1)
    const isGoingOn = last !== undefined && trace.index - last.index < longestSignOut
    const startedBy =
      ties.find('accessToken', trace.sent.accessToken) ??
      ties.find('refreshToken', trace.sent.refreshToken)
    const flow =
      known === undefined || known.isClosed || !isGoingOn
        ? start(trace, 'sign-out', { startedBy })
        : known
    ties.tie('signOut', trace.clientId, flow)
    if (trace.endpoint === 'logout') flow.isClosed = true
    return flow
  }
  const ofAnythingElse = (trace: Trace): FlowGroup => {
    const before = withRoom(flowOf.get(trace.index - 1))
    const isSame = before?.kind === 'other' && before.traces.at(-1)?.path === trace.path
    return isSame ? before : start(trace, 'other')
  }
  /** It names no client and carries no token: until its request comes, it goes with the page's newest flow. */
  const ofPreflight = (trace: Trace): FlowGroup => {
    const flow =
      ties.find('origin', trace.origin) ??
      start(trace, trace.service === 'ims' ? 'other' : 'api-calls')
    ties.tie('preflight', preflightKey(trace), flow)
    return flow
  }
  const byEndpoint: Readonly<Record<ImsEndpoint, (trace: Trace) => FlowGroup>> = {
    authorize: ofAuthorization,
    form: ofAuthorization,
    token: ofTokenRequest,
    jwt: ofTokenRequest,
    'session-token': (trace) => start(trace, 'silent-renewal'),
    userinfo: ofApiCall,
    profile: ofApiCall,
    organizations: ofApiCall,
    validate: ofApiCall,
    revoke: ofSignOut,
    logout: ofSignOut,
    discovery: ofAnythingElse,
    keys: ofAnythingElse,
  }
  const find = (trace: Trace): FlowGroup => {
    if (trace.isPreflight) return ofPreflight(trace)
    if (trace.service !== 'ims') return ofApiCall(trace)
    return trace.endpoint === undefined ? ofAnythingElse(trace) : byEndpoint[trace.endpoint](trace)
  }
  /** A preflight that was put elsewhere comes to its request. */
  const fetchPreflight = (trace: Trace, flow: FlowGroup): void => {
    const guessed = ties.find('preflight', preflightKey(trace))
    if (guessed === undefined) return
    ties.untie('preflight', preflightKey(trace), guessed)
    if (guessed === flow) return
    const at = guessed.traces.findLastIndex(
      (other) => other.isPreflight && preflightKey(other) === preflightKey(trace),
    )
    const [preflight] = at === -1 ? [] : guessed.traces.splice(at, 1)
    if (preflight === undefined) return
    // Of calls that are made at once, all preflights come first.
    const later = flow.traces.findIndex(({ index }) => index > preflight.index)
    flow.traces.splice(later === -1 ? flow.traces.length : later, 0, preflight)
    flowOf.set(preflight.index, flow)
    if (guessed.traces.length === 0) remove(guessed)
  }

  return {
    get size() {
      return flows.size
    },
    all: () => flows.values(),
    byId: (id) => flows.get(id),
    byExchange: (index) => flowOf.get(index),
    add: (trace) => {
      const flow = find(trace)
      if (!trace.isPreflight) fetchPreflight(trace, flow)
      flow.traces.push(trace)
      flowOf.set(trace.index, flow)
      ties.tie('accessToken', trace.given.accessToken, flow)
      ties.tie('refreshToken', trace.given.refreshToken, flow)
      if (flow.kind !== 'other' && trace.sender !== 'server') ties.tie('origin', trace.origin, flow)
      return flow
    },
    forgetBefore: (index) => {
      for (const flow of flows.values()) {
        const lost = flow.traces.filter((trace) => trace.index < index)
        if (lost.length === 0) continue
        flow.hasLostBeginning = true
        flow.traces.splice(0, lost.length)
        for (const trace of lost) flowOf.delete(trace.index)
        if (flow.traces.length === 0) remove(flow)
      }
    },
  }
}

/** A flow that goes on for ever is of no use, and would be sent anew with each of its exchanges. */
function withRoom(flow: FlowGroup | undefined): FlowGroup | undefined {
  return flow !== undefined && flow.traces.length < mostExchanges ? flow : undefined
}

const mostExchanges = 100

/** The exchanges within which a revocation and the sign-out that follows it belong together. */
const longestSignOut = 20

/** Calls without a token go together by what sends them. */
function callsKey({ sent, service, origin, sender, clientId }: Trace): string {
  return sent.accessToken ?? ['none', service, origin, sender, clientId].join(' ')
}

function preflightKey({ service, path, origin }: Trace): string {
  return [service, path, origin].join(' ')
}
