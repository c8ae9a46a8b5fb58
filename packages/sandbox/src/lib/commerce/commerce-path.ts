/** The path of a request at Commerce, taken apart. */
export interface CommercePath {
  /** `tenant` is that of Adobe Commerce as a Cloud Service, `rest` that of a server of one's own. */
  readonly form: 'tenant' | 'rest'
  /** The store view, which only the second form may name. */
  readonly storeCode: string | undefined
  /** What follows the version, beginning with a slash. */
  readonly resource: string
}

/**
 * Reads `/<tenant>/V1/…`, `/rest/V1/…` and `/rest/<store>/V1/…`. Adobe's tutorial writes `v1`.
 *
 * @see https://developer.adobe.com/commerce/webapi/rest/
 */
export function parseCommercePath(pathname: string): CommercePath | undefined {
  const [, first = '', second = '', ...rest] = pathname.split('/')
  if (isVersion(second)) {
    const form = first === 'rest' ? 'rest' : 'tenant'
    return first === '' ? undefined : { form, storeCode: undefined, resource: join(rest) }
  }
  const [third = '', ...others] = rest
  if (first !== 'rest' || !isVersion(third)) return undefined
  return { form: 'rest', storeCode: second, resource: join(others) }
}

function isVersion(part: string): boolean {
  return part === 'V1' || part === 'v1'
}

function join(parts: readonly string[]): string {
  return `/${parts.join('/')}`
}
