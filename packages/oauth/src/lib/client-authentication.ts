/** How a client shows the token endpoint who it is. */
export interface ClientAuthentication {
  /** Adds what proves it to a request. */
  readonly authenticate: (parameters: URLSearchParams, headers: Headers) => void
}

/**
 * Names a client that can keep no secret; PKCE stands in for it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1
 */
export function publicClient(clientId: string): ClientAuthentication {
  return {
    authenticate: (parameters) => parameters.set('client_id', clientId),
  }
}

/**
 * Authenticates a client with its secret in the `Authorization` header.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function clientSecretBasic(clientId: string, clientSecret: string): ClientAuthentication {
  return {
    authenticate: (_parameters, headers) => {
      const credentials = `${formEncode(clientId)}:${formEncode(clientSecret)}`
      headers.set('authorization', `Basic ${btoa(credentials)}`)
    },
  }
}

/**
 * Authenticates a client with its secret in the body.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function clientSecretPost(clientId: string, clientSecret: string): ClientAuthentication {
  return {
    authenticate: (parameters) => {
      parameters.set('client_id', clientId)
      parameters.set('client_secret', clientSecret)
    },
  }
}

/** RFC 6749 appendix B: the form encoding comes before the base64 of Basic. */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
