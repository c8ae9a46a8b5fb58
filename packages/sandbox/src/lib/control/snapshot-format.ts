import * as v from 'valibot'

import { environmentTypes, type EnvironmentType } from '../aem/client-allow-list.ts'
import { projectSchema } from '../projects/schema.ts'
import { invalidConfiguration } from '../sandbox-error.ts'
import { credentialSchema, organizationSchema, userSchema } from '../seed/schema.ts'
import type { SavedState } from '../state/state.ts'
import { check, choice, listProblems, number, optional, type Schema } from '../wire/schema.ts'

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

/** @throws {@link SandboxError} `invalid_configuration`, naming the members that are wrong. */
export function parseSnapshot(value: unknown): ParsedSnapshot {
  const result = check(snapshotSchema, value)
  if (result.problems === undefined) return JSON.parse(JSON.stringify(result.value))
  const flaws = listProblems(result.problems, ({ path, advice }) =>
    [['snapshot', path].filter(Boolean).join('.'), advice].join(': '),
  )
  throw invalidConfiguration(
    `The snapshot cannot be restored; correct ${flaws}: give what sandbox.snapshot() gave, unchanged.`,
  )
}

const text = v.string()
const texts = v.array(text)

const entries = (value: v.GenericSchema): v.GenericSchema =>
  v.array(v.looseTuple([text, value, number()]))

/** What a sign-in gives, whatever stands for it. */
const grant = {
  grantId: text,
  clientId: text,
  userId: text,
  scopes: texts,
  state: optional(text),
}

const code = v.looseObject({
  ...grant,
  nonce: optional(text),
  signedInAt: number(),
  requestedRedirectUri: optional(text),
  redirectUri: text,
  codeChallenge: optional(v.looseObject({ value: text, method: text })),
})

const snapshotSchema: Schema<unknown> = v.looseObject({
  version: v.literal(1, 'give 1'),
  aemConfiguration: v.looseObject({
    corsPolicies: v.record(text, text),
    clientAllowList: text,
    variables: optional(v.record(text, text)),
    environment: optional(choice(environmentTypes)),
  }),
  state: v.looseObject({
    users: v.array(userSchema),
    organizations: v.array(organizationSchema),
    credentials: v.array(credentialSchema),
    projects: optional(v.array(projectSchema)),
    consents: v.array(v.looseObject({ userId: text, clientId: text, scopes: texts })),
    browserSessions: entries(
      v.looseObject({
        id: text,
        userId: text,
        signedInAt: number(),
        expiresAt: number(),
        cookieValue: text,
      }),
    ),
    authorizationCodes: v.looseObject({ waiting: entries(code), used: entries(code) }),
    accessTokens: v.looseObject({
      recent: v.array(
        v.looseObject({
          ...grant,
          id: text,
          grantId: optional(text),
          issuedAt: number(),
          expiresAt: number(),
        }),
      ),
      ended: entries(v.boolean()),
      endedGrants: entries(v.boolean()),
    }),
    refreshTokens: v.looseObject({
      families: entries(
        v.looseObject({
          grant: v.looseObject(grant),
          tokens: texts,
          issuedAt: number(),
          expiresAt: number(),
        }),
      ),
      tokens: entries(
        v.looseObject({
          grantId: text,
          successor: optional(v.looseObject({ token: text, usedAt: number() })),
        }),
      ),
      ended: entries(v.boolean()),
    }),
    folders: v.array(v.looseObject({ folderId: text, path: text, title: text })),
    folderJobs: entries(
      v.looseObject({ result: v.record(text, v.unknown()), completedAt: number() }),
    ),
    assets: v.array(
      v.looseObject({ assetId: text, path: text, metadata: v.record(text, v.unknown()) }),
    ),
  }),
})
