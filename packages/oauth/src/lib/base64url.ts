/**
 * Encodes bytes as base64url without padding.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#appendix-A
 */
export function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Decodes base64url into the UTF-8 text that it holds; throws for anything else. */
export function decodeBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  return new TextDecoder(undefined, { fatal: true }).decode(bytes)
}
