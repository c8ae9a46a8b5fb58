/** What is used of a `Pool` of `pg`. */
export interface PostgresPool {
  /** Sends a query over one of the connections. */
  readonly query: (query: PostgresQuery) => Promise<PostgresResult>
  /** Calls the listener when a connection is lost while it is idle. */
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown
}

/** What a database is asked. */
export interface PostgresQuery {
  /** Names the statement, so that each connection prepares it once. */
  readonly name?: string
  /** The statement. */
  readonly text: string
  /** Its parameters. */
  readonly values?: unknown[]
}

/** What a database answers. */
export interface PostgresResult {
  /** The rows, by the names of their columns. */
  readonly rows: readonly PostgresRow[]
  /** How many rows were found or changed. */
  readonly rowCount: number | null
}

/** A row, by the names of its columns. */
export type PostgresRow = Readonly<Record<string, unknown>>
