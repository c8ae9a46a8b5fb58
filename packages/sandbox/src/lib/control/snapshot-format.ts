import { requireUsableCredential } from '../seed/credential-rules.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { SavedState } from '../state/state.ts'
import {
  anything,
  flag,
  listOf,
  membersOf,
  number,
  optional,
  recordOf,
  text,
  tupleOf,
  type Shape,
} from '../wire/shape.ts'

/**
 * What a sandbox remembered at one moment, to be kept, as JSON too, and given back to `sandbox.restore()`. It
 * holds passwords, secrets, codes and cookies as they are: keep it as you would keep those.
 */
export interface SandboxSnapshot {
  /** The version of this format. */
  readonly version: 1
  /** Texts of the configuration files of AEM that were in force. */
  readonly aemConfiguration: {
    readonly corsPolicies: Readonly<Record<string, string>>
    readonly clientAllowList: string
  }
  /** For the sandbox alone to read. */
  readonly state: object
}

/** A snapshot that was checked, and belongs to nobody else. */
export interface ParsedSnapshot extends SandboxSnapshot {
  readonly state: SavedState
}

/** @throws {@link SandboxError} `invalid_configuration`, naming the member that is wrong. */
export function parseSnapshot(value: unknown): ParsedSnapshot {
  const flaw = snapshot(value, 'snapshot')
  if (flaw !== undefined) throw unusable(flaw)
  const parsed: ParsedSnapshot = JSON.parse(JSON.stringify(value))
  if (parsed.version !== 1) throw unusable('snapshot.version is not 1')
  for (const credential of parsed.state.credentials) requireUsableCredential(credential)
  return parsed
}

function unusable(flaw: string): SandboxError {
  return new SandboxError(
    'invalid_configuration',
    `The snapshot cannot be restored, since ${flaw}: give what sandbox.snapshot() gave, unchanged.`,
  )
}

const texts = listOf(text)

const user = membersOf({
  id: text,
  email: text,
  password: text,
  givenName: text,
  familyName: text,
  accountType: text,
  countryCode: text,
  organization: optional(text),
  productProfiles: texts,
  termsOfUse: optional(text),
  note: text,
})

const organization = membersOf({
  id: text,
  name: text,
  productProfiles: listOf(
    membersOf({
      name: text,
      serviceCode: optional(text),
      repositoryRights: texts,
      commerceResources: optional(texts),
    }),
  ),
})

const consent = membersOf({ userId: text, clientId: text, scopes: texts })

const browserSession = membersOf({
  id: text,
  userId: text,
  signedInAt: number,
  expiresAt: number,
  cookieValue: text,
})

const authorizationCode = membersOf({
  grantId: text,
  clientId: text,
  userId: text,
  scopes: texts,
  nonce: optional(text),
  signedInAt: number,
  requestedRedirectUri: optional(text),
  redirectUri: text,
  codeChallenge: optional(membersOf({ value: text, method: text })),
})

const accessToken = membersOf({
  id: text,
  clientId: text,
  userId: text,
  scopes: texts,
  issuedAt: number,
  expiresAt: number,
  grantId: optional(text),
})

const refreshTokenFamily = membersOf({
  grant: membersOf({ grantId: text, clientId: text, userId: text, scopes: texts }),
  tokens: texts,
  issuedAt: number,
  expiresAt: number,
})

const refreshTokenUse = membersOf({
  grantId: text,
  successor: optional(membersOf({ token: text, usedAt: number })),
})

const state = membersOf({
  users: listOf(user),
  organizations: listOf(organization),
  credentials: listOf(anything),
  consents: listOf(consent),
  browserSessions: entriesOf(browserSession),
  authorizationCodes: membersOf({
    waiting: entriesOf(authorizationCode),
    used: entriesOf(authorizationCode),
  }),
  accessTokens: membersOf({
    recent: listOf(accessToken),
    ended: entriesOf(flag),
    endedGrants: entriesOf(flag),
  }),
  refreshTokens: membersOf({
    families: entriesOf(refreshTokenFamily),
    tokens: entriesOf(refreshTokenUse),
    ended: entriesOf(flag),
  }),
  folders: listOf(membersOf({ folderId: text, path: text, title: text })),
  folderJobs: entriesOf(membersOf({ result: recordOf(anything), completedAt: number })),
  assets: listOf(membersOf({ assetId: text, path: text, metadata: recordOf(anything) })),
})

const snapshot = membersOf({
  version: number,
  aemConfiguration: membersOf({ corsPolicies: recordOf(text), clientAllowList: text }),
  state,
})

function entriesOf(value: Shape): Shape {
  return listOf(tupleOf(text, value, number))
}
