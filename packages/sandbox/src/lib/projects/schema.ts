import type { Project } from '../state/project.ts'
import {
  anything,
  anyText,
  choice,
  described,
  flag,
  lazily,
  list,
  number,
  object,
  optional,
  record,
  text,
  type Schema,
} from '../wire/schema.ts'
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

const changeMembers = lazily(() => ({
  title: optional(upTo(45)),
  description: optional(longText(1000)),
  organization: optional(text()),
}))

/** What is to be there of a project. */
export const projectChangeSchema: Schema<ProjectChange> = lazily(() =>
  object({ id: optional(text()), ...changeMembers() }),
)

/** What is to change of a project whose id is known. */
export const projectPatchSchema: Schema<Omit<ProjectChange, 'id'>> = lazily(() =>
  object(changeMembers()),
)

const reviewMembers = lazily(() => ({
  clientId: text(),
  appName: upTo(50),
  website: optional(webAddress()),
  privacyPolicy: webAddress(),
  termsOfUse: webAddress(),
  description: text(/^[\s\S]{1,1000}$/, 'write 1 to 1000 characters'),
  notes: text(/^[\s\S]{1,5000}$/, 'write 1 to 5000 characters'),
}))

const webAddress = () =>
  text(/^https:\/\/[^\s/]+\S*$/, 'write an address that begins with https://')

/** A project. */
export const projectSchema: Schema<Project> = lazily(() =>
  object({
    id: text(),
    title: text(),
    description: anyText(),
    organization: text(),
    createdAt: described(number(), 'In the sandbox’s time: milliseconds since the epoch.'),
    modifiedAt: number(),
    apis: list(object({ code: text(), clientIds: list(text()), productProfiles: list(text()) })),
    credentials: list(text()),
    reviews: list(object({ ...reviewMembers(), submittedAt: number() })),
  }),
)

/** Which API is added to which project, and what calls it. */
export const addedApiSchema: Schema<AddedApi> = lazily(() =>
  object({
    project: text(),
    api: text(),
    clientId: optional(text()),
    credential: optional(
      object({
        type: choice(credentialTypes),
        name: upTo(45),
        defaultRedirectUri: optional(anyText()),
        redirectUriPatterns: optional(list(text())),
        productProfiles: optional(list(text())),
      }),
    ),
  }),
)

/** Which API is taken from which project. */
export const removedApiSchema: Schema<RemovedApi> = lazily(() =>
  object({ project: text(), api: text() }),
)

/** What a reviewer gets to read. */
export const reviewSchema: Schema<ReviewRequest> = lazily(() =>
  object({ project: text(), ...reviewMembers() }),
)

/** Whose list of APIs. */
export const apiViewerSchema: Schema<ApiViewerNames> = lazily(() =>
  object({ organization: optional(text()), user: optional(text()) }),
)

/** The list of APIs. */
export const listedApisSchema: Schema<readonly ListedApi[]> = lazily(() =>
  list(
    object({
      code: text(),
      name: text(),
      product: choice(['Creative Cloud', 'Experience Cloud']),
      description: text(),
      documentation: text(),
      types: list(choice(credentialTypes)),
      scopes: list(text()),
      requiresReview: flag(),
      serviceCode: optional(text()),
      service: optional(text()),
      disabledReasons: list(
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
  ),
)

/** A project as the Developer Console downloads it. */
export const projectFileSchema: Schema<ProjectFile> = lazily(() =>
  object({ project: record(anything()) }),
)

/** A file that was downloaded. */
export const projectImportSchema: Schema<ProjectImport> = lazily(() =>
  object({ file: anything(), scopes: optional(list(text())) }),
)

/** What has become of it. */
export const importedProjectSchema: Schema<ImportedProject> = lazily(() =>
  object({ project: projectSchema(), notices: list(text()) }),
)

/** Redirect URIs as they are typed. */
export const redirectUriQuestionSchema: Schema<RedirectUriQuestion> = lazily(() =>
  object({
    type: choice(['single-page-app', 'native-app', 'web-app']),
    defaultRedirectUri: anyText(),
    redirectUriPatterns: list(anyText()),
    address: optional(anyText()),
  }),
)

/** What IMS would say of them. */
export const redirectUriVerdictSchema: Schema<RedirectUriVerdict> = lazily(() => {
  const remarks = list(object({ member: text(), advice: text() }))
  return object({
    problems: remarks,
    notices: remarks,
    answer: optional(object({ address: text(), because: text() })),
  })
})
