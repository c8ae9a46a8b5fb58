import * as v from 'valibot'

import type { Project } from '../state/project.ts'
import { choice, described, number, object, optional, text, type Schema } from '../wire/schema.ts'
import type { ListedApi } from './availability.ts'
import type { RedirectUriQuestion, RedirectUriVerdict } from './redirect-uri-check.ts'
import type { ProjectFile } from './project-file.ts'
import type {
  AddedApi,
  ApiViewerNames,
  ImportedProject,
  ProjectChange,
  ProjectImport,
  RemovedApi,
  ReviewRequest,
} from './project-requests.ts'

const credentialTypes = ['single-page-app', 'native-app', 'web-app', 'server-to-server'] as const

const upTo = (length: number) =>
  text(
    new RegExp(`^[^\\p{Cc}]{1,${length}}$`, 'u'),
    `write 1 to ${length} characters, without line breaks`,
  )
const longText = (length: number) =>
  text(new RegExp(`^[\\s\\S]{0,${length}}$`), `write ${length} characters at most`)

const changeMembers = {
  title: optional(upTo(45)),
  description: optional(longText(1000)),
  organization: optional(text()),
}

/** What is to be there of a project. */
export const projectChangeSchema: Schema<ProjectChange> = object({
  id: optional(text()),
  ...changeMembers,
})

/** What is to change of a project whose id is known. */
export const projectPatchSchema: Schema<Omit<ProjectChange, 'id'>> = object(changeMembers)

const webAddress = text(/^https:\/\/[^\s/]+\S*$/, 'write an address that begins with https://')

const reviewMembers = {
  clientId: text(),
  appName: upTo(50),
  website: optional(webAddress),
  privacyPolicy: webAddress,
  termsOfUse: webAddress,
  description: text(/^[\s\S]{1,1000}$/, 'write 1 to 1000 characters'),
  notes: text(/^[\s\S]{1,5000}$/, 'write 1 to 5000 characters'),
}

/** A project. */
export const projectSchema: Schema<Project> = object({
  id: text(),
  title: text(),
  description: v.string(),
  organization: text(),
  createdAt: described(number(), 'In the sandbox’s time: milliseconds since the epoch.'),
  modifiedAt: number(),
  apis: v.array(
    object({ code: text(), clientIds: v.array(text()), productProfiles: v.array(text()) }),
  ),
  credentials: v.array(text()),
  reviews: v.array(object({ ...reviewMembers, submittedAt: number() })),
})

/** Which API is added to which project, and what calls it. */
export const addedApiSchema: Schema<AddedApi> = object({
  project: text(),
  api: text(),
  clientId: optional(text()),
  credential: optional(
    object({
      type: choice(credentialTypes),
      name: upTo(45),
      defaultRedirectUri: optional(v.string()),
      redirectUriPatterns: optional(v.array(text())),
      productProfiles: optional(v.array(text())),
    }),
  ),
})

/** Which API is taken from which project. */
export const removedApiSchema: Schema<RemovedApi> = object({ project: text(), api: text() })

/** What a reviewer gets to read. */
export const reviewSchema: Schema<ReviewRequest> = object({ project: text(), ...reviewMembers })

/** Whose list of APIs. */
export const apiViewerSchema: Schema<ApiViewerNames> = object({
  organization: optional(text()),
  user: optional(text()),
})

/** The list of APIs. */
export const listedApisSchema: Schema<readonly ListedApi[]> = v.array(
  object({
    code: text(),
    name: text(),
    product: choice(['Creative Cloud', 'Experience Cloud']),
    description: text(),
    documentation: text(),
    types: v.array(choice(credentialTypes)),
    scopes: v.array(text()),
    requiresReview: v.boolean(),
    serviceCode: optional(text()),
    service: optional(text()),
    disabledReasons: v.array(
      object({
        code: choice([
          'NOT_SERVED_BY_SANDBOX',
          'ORG_MISSING_PRODUCT_PROFILES',
          'USER_MISSING_PRODUCT_PROFILES',
        ]),
        explanation: text(),
      }),
    ),
  }),
)

/** A project as the Developer Console downloads it. */
export const projectFileSchema: Schema<ProjectFile> = object({
  project: v.record(v.string(), v.unknown()),
})

/** A file that was downloaded. */
export const projectImportSchema: Schema<ProjectImport> = object({
  file: v.unknown(),
  scopes: optional(v.array(text())),
})

/** What has become of it. */
export const importedProjectSchema: Schema<ImportedProject> = object({
  project: projectSchema,
  notices: v.array(text()),
})

/** Redirect URIs as they are typed. */
export const redirectUriQuestionSchema: Schema<RedirectUriQuestion> = object({
  type: choice(['single-page-app', 'native-app', 'web-app']),
  defaultRedirectUri: v.string(),
  redirectUriPatterns: v.array(v.string()),
  address: optional(v.string()),
})

const remarks = v.array(object({ member: text(), advice: text() }))

/** What IMS would say of them. */
export const redirectUriVerdictSchema: Schema<RedirectUriVerdict> = object({
  problems: remarks,
  notices: remarks,
  answer: optional(object({ address: text(), because: text() })),
})
