/** The options of `mudbrick verify`, as commander gives them. */
export interface VerifyChoices {
  readonly ims: string
  readonly aem?: string
  readonly commerce?: string
  readonly sku?: string
  readonly asset?: string
  readonly folder?: string
  readonly organization?: string
  readonly signIn?: boolean
  readonly redirectUri?: string
  readonly report: string
  readonly yes?: boolean
}
