import type { GenericSchema } from 'valibot'

import { environmentTypes, type EnvironmentType } from '../aem/client-allow-list.ts'
import { projectSchema } from '../projects/schema.ts'
import { SandboxError } from '../sandbox-error.ts'
import { parseCredential } from '../seed/schema.ts'
import type { SavedState } from '../state/state.ts'
import {
  anyText,
  anything,
  check,
  choice,
  flag,
  lazily,
  list,
  looseObject,
  number,
  only,
  optional,
  record,
  tuple,
  type Schema,
} from '../wire/schema.ts'

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
    readonly variables?: Readonly<Record<string, string>>
    readonly environment?: EnvironmentType
  }
  /** For the sandbox alone to read. */
  readonly state: object
}

/** A checked copy of a snapshot, which is used nowhere else. */
export interface ParsedSnapshot extends SandboxSnapshot {
  readonly state: SavedState
}

/** @throws {@link SandboxError} `invalid_configuration`, naming the member that is wrong. */
export function parseSnapshot(value: unknown): ParsedSnapshot {
  const result = check(snapshotSchema, value)
  if (result.problems !== undefined) {
    const [{ path, advice } = { path: '', advice: '' }] = result.problems
    throw unusable(`${['snapshot', path].filter(Boolean).join('.')}: ${advice}`)
  }
  const parsed: ParsedSnapshot = JSON.parse(JSON.stringify(result.value))
  return {
    ...parsed,
    state: { ...parsed.state, credentials: parsed.state.credentials.map(parseCredential) },
  }
}

function unusable(flaw: string): SandboxError {
  return new SandboxError(
    'invalid_configuration',
    `The snapshot cannot be restored; correct ${flaw}: give what sandbox.snapshot() gave, unchanged.`,
  )
}

function entries(value: GenericSchema): GenericSchema {
  return list(tuple([anyText(), value, number()]))
}

const snapshotSchema: Schema<unknown> = lazily(() => {
  const text = anyText()
  const texts = list(text)
  const user = looseObject({
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
  const organization = looseObject({
    id: text,
    name: text,
    productProfiles: list(
      looseObject({
        name: text,
        serviceCode: optional(text),
        services: optional(texts),
        repositoryRights: texts,
        commerceResources: optional(texts),
      }),
    ),
  })
  const consent = looseObject({ userId: text, clientId: text, scopes: texts })
  const browserSession = looseObject({
    id: text,
    userId: text,
    signedInAt: number(),
    expiresAt: number(),
    cookieValue: text,
  })
  const code = looseObject({
    grantId: text,
    clientId: text,
    userId: text,
    scopes: texts,
    state: optional(text),
    nonce: optional(text),
    signedInAt: number(),
    requestedRedirectUri: optional(text),
    redirectUri: text,
    codeChallenge: optional(looseObject({ value: text, method: text })),
  })
  const accessToken = looseObject({
    id: text,
    clientId: text,
    userId: text,
    scopes: texts,
    issuedAt: number(),
    expiresAt: number(),
    grantId: optional(text),
  })
  const family = looseObject({
    grant: looseObject({
      grantId: text,
      clientId: text,
      userId: text,
      scopes: texts,
      state: optional(text),
    }),
    tokens: texts,
    issuedAt: number(),
    expiresAt: number(),
  })
  const use = looseObject({
    grantId: text,
    successor: optional(looseObject({ token: text, usedAt: number() })),
  })
  return looseObject({
    version: only(1),
    aemConfiguration: looseObject({
      corsPolicies: record(text),
      clientAllowList: text,
      variables: optional(record(text)),
      environment: optional(choice(environmentTypes)),
    }),
    state: looseObject({
      users: list(user),
      organizations: list(organization),
      credentials: list(anything()),
      projects: optional(list(projectSchema())),
      consents: list(consent),
      browserSessions: entries(browserSession),
      authorizationCodes: looseObject({ waiting: entries(code), used: entries(code) }),
      accessTokens: looseObject({
        recent: list(accessToken),
        ended: entries(flag()),
        endedGrants: entries(flag()),
      }),
      refreshTokens: looseObject({
        families: entries(family),
        tokens: entries(use),
        ended: entries(flag()),
      }),
      folders: list(looseObject({ folderId: text, path: text, title: text })),
      folderJobs: entries(looseObject({ result: record(anything()), completedAt: number() })),
      assets: list(looseObject({ assetId: text, path: text, metadata: record(anything()) })),
    }),
  })
})
