import { MudbrickError } from './mudbrick-error.ts'

/** Names the kinds of mistake in the options of a call. */
export type ConfigurationErrorCode =
  | 'missing_client_id'
  | 'insecure_redirect_uri'
  | 'invalid_redirect_uri'
  | 'unknown_environment'
  | 'insecure_context'
  | 'unsupported_browser'
  | 'invalid_option'

/** Reports a mistake of the calling program, before anything was sent. */
export class ConfigurationError extends MudbrickError {
  override get name(): 'ConfigurationError' {
    return 'ConfigurationError'
  }

  /** The kind of mistake. */
  declare readonly code: ConfigurationErrorCode
  /** Names the option to correct. */
  declare readonly option: string

  constructor(code: ConfigurationErrorCode, option: string, sentence: string | false) {
    super(code, sentence, { option })
  }
}
