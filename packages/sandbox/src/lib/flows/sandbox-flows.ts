import { SandboxError } from '../sandbox-error.ts'
import type { Explanation, RevealedSecrets } from './explanation.ts'
import type { Flow, FlowFilter, FlowList, FlowSummary } from './flow.ts'
import type { FlowsOptions } from './flows-options.ts'
import type { ReadFlows } from './flows.ts'

/** The exchanges of the journal, put together to sign-ins, renewals, calls and sign-outs, and explained. */
export interface Flows {
  /** The flows that agree with every property of the filter, newest first. */
  list(filter?: FlowFilter): Promise<FlowList>
  /**
   * One flow with its messages, by its id, the index of any of its exchanges, or the `x-debug-id` of an answer of IMS.
   *
   * @throws {@link SandboxError} `not_found` when it has left the journal.
   */
  get(id: string | number): Promise<Flow>
  /**
   * Everything about one exchange, by its index: parameters with their meaning, tokens decoded, checks worked out.
   *
   * @throws {@link SandboxError} `not_found`
   */
  explain(exchange: string | number): Promise<Explanation>
  /**
   * The secrets of one exchange, by its index. They are in memory only, for as long as the journal holds the exchange.
   *
   * @throws {@link SandboxError} `not_found`, or `reveal_off` when the sandbox was created with `revealSecrets: false`.
   */
  reveal(exchange: string | number): Promise<RevealedSecrets>
}

/** The flows, and what the event stream needs of them. */
export interface WatchedFlows extends Flows {
  /** A function that finds the flow of an exchange at once. */
  watch(): Promise<(exchange: number) => FlowSummary | undefined>
}

/** Everything behind it is loaded when it is first asked for: most sandboxes never are. */
export function createFlows(options: FlowsOptions): WatchedFlows {
  const { canReveal } = options
  let loaded: Promise<ReadFlows> | undefined
  const load = (): Promise<ReadFlows> => {
    loaded ??= import('./flows.ts').then(({ createReadFlows }) => createReadFlows(options))
    return loaded
  }
  return {
    list: async (filter = {}) => (await load()).list(filter),
    get: async (id) => (await load()).get(String(id)),
    explain: async (exchange) => {
      const flows = await load()
      const { explainRecorded } = await import('./explain/explain-recorded.ts')
      return explainRecorded(exchange, { ...options, flows })
    },
    reveal: async (exchange) => {
      if (!canReveal) {
        throw new SandboxError(
          'reveal_off',
          'This sandbox shows no secrets: it was created with revealSecrets: false, or started with --no-reveal.',
        )
      }
      const flows = await load()
      const { revealRecorded } = await import('./explain/explain-recorded.ts')
      return revealRecorded(exchange, { ...options, flows })
    },
    watch: async () => (await load()).summaryOf,
  }
}
