import { MudbrickError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'

/** Reports that an access token was about to leave for an origin that it is not meant for. */
export class OriginNotAllowedError extends MudbrickError {
  override get name(): 'OriginNotAllowedError' {
    return 'OriginNotAllowedError'
  }

  declare readonly code: 'origin_not_allowed'
  /** Holds the origin that was refused. */
  declare readonly origin: string

  constructor(origin: string) {
    super(
      'origin_not_allowed',
      explains &&
        `The access token was not sent to ${origin}, nor was the request: add this origin to allowedOrigins if the token is meant for it, else use another fetch.`,
      { origin },
    )
  }
}
