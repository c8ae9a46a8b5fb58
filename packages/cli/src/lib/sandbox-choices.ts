/** What a user has chosen with options. */
export interface SandboxChoices {
  readonly http?: boolean
  /** 8440 by default, moved by `MUDBRICK_PORT_OFFSET`. */
  readonly port?: number
  readonly host?: string
  readonly publicUrl?: string
  readonly seed?: string
  readonly scopes?: readonly string[]
  readonly aemProject?: string
  /** `dev` by default. */
  readonly environment?: 'dev' | 'stage' | 'prod' | 'rde'
  readonly export?: boolean
  readonly behavior: 'tutorial' | 'strict'
  readonly set: readonly string[]
  readonly ids?: string
  /** 1,000 by default. */
  readonly journal?: number
  readonly reveal: boolean
  readonly control: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}
