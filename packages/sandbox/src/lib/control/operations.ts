import * as v from 'valibot'

import { aemConfigurationSchema } from '../aem/aem-configuration.ts'
import * as deploy from '../deploy/project.ts'
import * as faults from '../faults/fault-schema.ts'
import * as projects from '../projects/schema.ts'
import * as seed from '../seed/schema.ts'
import { object, type Schema } from '../wire/schema.ts'
import * as flows from './flow-schemas.ts'
import * as control from './schemas.ts'

/** One thing that another process may ask of a sandbox. */
export interface Operation extends Row {
  /** The call that it is, on a sandbox and on a connection to one: `users.put`. */
  readonly name: string
  readonly method: string
  /** Its path below `/control`; `{id}` is the one argument of the call. */
  readonly path: string
}

interface Row {
  /** Its method, and its path below `/control`. */
  readonly request: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
  readonly summary: string
  /** The one argument of the call, as a body of JSON. */
  readonly body?: Schema<unknown>
  /** The member of the body that an argument is which is no object. */
  readonly member?: string
  /** The one argument of the call, as a query. */
  readonly query?: Schema<unknown>
  /** The status of its answer; 200 with one and 204 without by default. */
  readonly status?: 201
  /** What its answer is, in a few words; that it is done by default. */
  readonly answers?: string
  readonly answer?: Schema<unknown>
  /** The member of the answer that the call returns. */
  readonly returns?: string
  /** What it takes away: there is 404 where the call returns false. */
  readonly removes?: string
  /** The media type of the answer; JSON by default. */
  readonly type?: 'text/event-stream'
}

/** Each operation by the name of its call. */
const table: Readonly<Record<string, Row>> = {
  ...collection({
    one: 'user',
    named: 'e-mail address or id',
    list: 'Lists the users, with their passwords',
    put: 'Adds a user, or changes the one with the same e-mail address',
    shown: seed.userSchema,
    added: seed.userChangeSchema,
    changed: seed.userPatchSchema,
  }),
  ...collection({
    one: 'organization',
    named: 'id',
    list: 'Lists the organizations and their product profiles',
    put: 'Adds an organization, in the place of one with the same id',
    shown: seed.organizationSchema,
  }),
  ...collection({
    one: 'credential',
    named: 'client id',
    list: 'Lists the OAuth credentials, with their secrets',
    put: 'Adds a credential, in the place of one with the same client id',
    shown: seed.credentialSchema,
  }),
  'credentials.secrets': {
    request: 'GET /credentials/{id}/secrets',
    summary: 'Shows when the secrets of a credential were added and last used',
    answers: 'The secrets, in their order, without their texts.',
    answer: control.secretUsesSchema,
  },
  'credentials.addSecret': {
    request: 'POST /credentials/{id}/secrets',
    summary: 'Adds a secret to a credential, which has two at most',
    status: 201,
    answers: 'The secret.',
    answer: control.createdSecretSchema,
    returns: 'secret',
  },
  'credentials.removeSecret': {
    // In the body, since a path ends up in logs.
    request: 'POST /credentials/remove-secret',
    summary: 'Removes a secret of a credential, but not the last one',
    body: control.removedSecretSchema,
    ...flag('removed', 'there was one'),
  },
  'credentials.judgeRedirectUris': {
    request: 'POST /credentials/judge-redirect-uris',
    summary: 'Judges redirect URIs before they are saved, and tells where an answer would go',
    body: projects.redirectUriQuestionSchema,
    answers: 'What the Developer Console and IMS would say.',
    answer: projects.redirectUriVerdictSchema,
  },
  ...collection({
    one: 'project',
    named: 'id',
    list: 'Lists the projects of the Developer Console',
    put: 'Adds a project, or changes the one with the same id',
    shown: projects.projectSchema,
    added: projects.projectChangeSchema,
    changed: projects.projectPatchSchema,
  }),
  'projects.listApis': {
    request: 'GET /apis',
    summary: 'Lists the APIs that can be added to a project, and why one cannot',
    query: projects.apiViewerSchema,
    answers: 'The APIs.',
    answer: projects.listedApisSchema,
  },
  'projects.addApi': {
    request: 'POST /projects/add-api',
    summary: 'Adds an API to a project, with a new credential or one that the project has',
    body: projects.addedApiSchema,
    status: 201,
    answers: 'The credential.',
    answer: seed.credentialSchema,
  },
  'projects.removeApi': {
    request: 'POST /projects/remove-api',
    summary: 'Takes an API and its scopes from the credentials of a project',
    body: projects.removedApiSchema,
    ...flag('removed', 'it was there'),
  },
  'projects.submitForReview': {
    request: 'POST /projects/review',
    summary: 'Sends a credential in to be reviewed; the sandbox approves none',
    body: projects.reviewSchema,
    answers: 'The project.',
    answer: projects.projectSchema,
  },
  'projects.download': {
    request: 'GET /projects/{id}/file',
    summary: 'Writes a project as the Developer Console downloads it',
    answers: 'The file.',
    answer: projects.projectFileSchema,
  },
  'projects.import': {
    request: 'POST /projects/import',
    summary: 'Adds the project of a file that was downloaded from the Developer Console',
    body: projects.projectImportSchema,
    status: 201,
    answers: 'The project, and what the file does not carry.',
    answer: projects.importedProjectSchema,
  },
  'consents.list': {
    request: 'GET /consents',
    summary: 'Lists what users have allowed applications',
    answers: 'The consents.',
    answer: listOf(control.consentSchema),
  },
  'consents.grant': {
    request: 'POST /consents',
    summary: 'Allows an application what the consent page would ask for',
    body: control.consentGrantSchema,
  },
  'consents.withdraw': {
    request: 'DELETE /consents',
    summary: 'Takes a consent back, so that the consent page asks again',
    query: control.consentNameSchema,
    ...flag('withdrawn', 'there was one'),
  },
  'browserSessions.list': {
    request: 'GET /browser-sessions',
    summary: 'Lists the browsers in which a user is signed in at IMS',
    answers: 'The browser sessions.',
    answer: listOf(control.browserSessionSchema),
  },
  'browserSessions.start': {
    request: 'POST /browser-sessions',
    summary: 'Signs a user in without the page, and gives the cookie for a browser',
    body: control.userNameSchema,
    member: 'user',
    status: 201,
    answers: 'The browser session.',
    answer: control.startedBrowserSessionSchema,
  },
  'browserSessions.end': removal('/browser-sessions', 'browser session', 'Ends a browser session'),
  'tokens.list': {
    request: 'GET /tokens',
    summary: 'Lists the newest 1,000 access tokens and the living refresh tokens, never their text',
    answers: 'The tokens.',
    answer: listOf(control.listedTokenSchema),
  },
  'tokens.end': removal('/tokens', 'token that is good', 'Ends a token of the list'),
  'tokens.issue': {
    request: 'POST /tokens',
    summary: 'Issues an access token as if the user had signed in',
    body: control.tokenGrantSchema,
    status: 201,
    answers: 'The access token.',
    answer: control.accessTokenSchema,
    returns: 'accessToken',
  },
  'tokens.revoke': {
    // In the body, since a path ends up in logs.
    request: 'POST /tokens/revoke',
    summary: 'Ends an access token',
    body: control.accessTokenSchema,
    member: 'accessToken',
    ...flag('revoked', 'it was still good'),
  },
  'clock.now': {
    request: 'GET /clock',
    summary: 'Shows the sandbox’s time',
    answers: 'The time.',
    answer: control.timeSchema,
    returns: 'now',
  },
  'clock.set': {
    request: 'PUT /clock',
    summary: 'Jumps to an instant; time runs on from there',
    body: control.instantSchema,
    member: 'now',
    answers: 'The time.',
    answer: control.timeSchema,
  },
  'clock.advance': {
    request: 'POST /clock/advance',
    summary: 'Jumps ahead: tokens, codes and sessions grow older at once',
    body: control.spanSchema,
    answers: 'The time.',
    answer: control.timeSchema,
  },
  'faults.list': {
    request: 'GET /faults',
    summary: 'Lists the faults in force',
    answers: 'The faults.',
    answer: listOf(faults.listedFaultSchema),
  },
  'faults.add': {
    request: 'POST /faults',
    summary: 'Adds something that is to go wrong',
    body: faults.faultSchema,
    status: 201,
    answers: 'The fault in force.',
    answer: faults.listedFaultSchema,
  },
  'faults.clear': {
    request: 'DELETE /faults',
    summary: 'Takes all faults away',
  },
  'faults.remove': removal('/faults', 'fault', 'Takes a fault away'),
  reset: {
    request: 'POST /reset',
    summary:
      'Forgets everything since the start, faults and changed behavior too; the clock stays where it is',
  },
  behavior: {
    request: 'GET /behavior',
    summary: 'Shows how the sandbox acts where Adobe’s sources disagree or are silent',
    answers: 'The rows in force.',
    answer: control.behaviorSchema,
  },
  behaviorSwitches: {
    request: 'GET /behavior/switches',
    summary: 'Shows each switch of the behavior: its values, presets, sources and value in force',
    answers: 'The switches by name.',
    answer: control.behaviorSwitchesSchema,
  },
  changeBehavior: {
    request: 'PATCH /behavior',
    summary: 'Changes rows of the behavior; a preset replaces all rows that are not given',
    body: control.behaviorChangeSchema,
    member: 'preset',
    answers: 'The rows in force.',
    answer: control.behaviorSchema,
  },
  'snapshots.list': {
    request: 'GET /snapshots',
    summary: 'Lists the snapshots that are kept, the newest 20',
    answers: 'The snapshots.',
    answer: listOf(control.snapshotSchema),
  },
  'snapshots.take': {
    request: 'POST /snapshots',
    summary:
      'Keeps what the sandbox remembers: not behavior, clock, faults, journal and signing keys',
    status: 201,
    answers: 'The snapshot.',
    answer: control.snapshotSchema,
  },
  'snapshots.restore': {
    request: 'POST /snapshots/{id}/restore',
    summary: 'Puts back what the sandbox remembered then; what happened since is forgotten',
  },
  'snapshots.remove': removal('/snapshots', 'snapshot', 'Forgets a snapshot'),
  'journal.exchanges': {
    request: 'GET /journal',
    summary: 'Lists the exchanges that agree with every parameter given, oldest first',
    query: control.exchangeFilterSchema,
    answers: 'The exchanges.',
    answer: control.exchangesSchema,
    returns: 'exchanges',
  },
  'journal.waitFor': {
    request: 'GET /journal/next',
    summary: 'Waits for the first exchange that agrees; one that is there already is given at once',
    query: control.nextExchangeSchema,
    answers: 'The exchange.',
    answer: control.exchangeSchema,
  },
  'journal.clear': {
    request: 'DELETE /journal',
    summary: 'Forgets all exchanges',
  },
  'flows.list': {
    request: 'GET /flows',
    summary: 'Lists sign-ins, renewals, calls and sign-outs, as the exchanges belong together',
    query: flows.flowFilterSchema,
    answers: 'The flows, newest first.',
    answer: flows.flowListSchema,
  },
  'flows.get': {
    request: 'GET /flows/{id}',
    summary:
      'Shows a flow with its messages, by its id, the index of an exchange in it, or an x-debug-id of IMS',
    answers: 'The flow.',
    answer: flows.flowSchema,
  },
  'flows.explain': {
    request: 'GET /journal/{id}/explanation',
    summary: 'Explains the exchange with that index: parameters, tokens, checks',
    answers: 'The explanation.',
    answer: flows.explanationSchema,
  },
  'flows.reveal': {
    request: 'POST /journal/{id}/reveal',
    summary: 'Shows the secrets of the exchange with that index',
    answers: 'The secrets, by what stands in their place elsewhere.',
    answer: flows.revealedSecretsSchema,
  },
  run: {
    request: 'GET /run',
    summary: 'Shows the run: addresses, the journal’s limit, how the certificate is trusted',
    answers: 'The run.',
    answer: flows.runSchema,
  },
  aemConfiguration: {
    request: 'GET /aem/configuration',
    summary: 'Shows the texts of AEM’s configuration files in force',
    answers: 'The files.',
    answer: aemConfigurationSchema,
  },
  configureAem: {
    request: 'POST /aem/configuration',
    summary:
      'Puts configuration files of AEM in force, as a deployment would; a wrong one changes nothing',
    body: aemConfigurationSchema,
  },
  'aemProject.current': {
    request: 'GET /aem/project',
    summary: 'Shows the AEM project in use and its deploys',
    answers: 'The project; none is in use where the member is missing.',
    answer: deploy.currentAemProjectSchema,
    returns: 'project',
  },
  'aemProject.use': {
    request: 'PUT /aem/project',
    summary: 'Deploys an AEM project, and then each save of its files',
    body: deploy.aemProjectSchema,
    member: 'directory',
    answers: 'The project and its deploys.',
    answer: deploy.usedAemProjectSchema,
  },
  'aemProject.deploy': {
    request: 'POST /aem/project/deploy',
    summary: 'Deploys what has changed in the project, without waiting for the watcher',
    answers: 'The project and its deploys.',
    answer: deploy.currentAemProjectSchema,
    returns: 'project',
  },
  'aemProject.leave': {
    request: 'DELETE /aem/project',
    summary: 'Stops watching the project; what is in force stays',
  },
  events: {
    request: 'GET /events',
    summary:
      'Shows exchanges and changes as they come, as an event stream; Last-Event-ID brings exchanges that were missed',
    answers: 'Events named by their type; the id of an exchange is its index.',
    answer: flows.streamedEventSchema,
    type: 'text/event-stream',
  },
  session: {
    request: 'POST /session',
    summary: 'Gives a browser the cookie that opens the API instead of the token',
  },
}

/** All operations of the control API, for the server, its clients and its description. */
export const operations: readonly Operation[] = Object.entries(table).map(([name, row]) => {
  const [method = '', path = ''] = row.request.split(' ')
  return { ...row, name, method, path }
})

interface Collection {
  readonly one: string
  /** What names one of them in a path. */
  readonly named: string
  readonly list: string
  readonly put: string
  readonly shown: Schema<unknown>
  /** What adds one; all of it by default. */
  readonly added?: Schema<unknown>
  /** What changes one; all of it by default. */
  readonly changed?: Schema<unknown>
}

/** The five operations on what a seed has many of. */
function collection(of: Collection): Readonly<Record<string, Row>> {
  const { one, named, shown: answer, added = answer, changed = answer } = of
  const many = `${one}s`
  const path: `/${string}` = `/${many}`
  const asItIs = `The ${one} as it is now.`
  return {
    [`${many}.list`]: {
      request: `GET ${path}`,
      summary: of.list,
      answers: `The ${many}.`,
      answer: listOf(answer),
    },
    [`${many}.put`]: {
      request: `POST ${path}`,
      summary: of.put,
      body: added,
      answers: asItIs,
      answer,
    },
    [`${many}.get`]: {
      request: `GET ${path}/{id}`,
      summary: `Shows the ${one} with that ${named}`,
      answers: `The ${one}.`,
      answer,
    },
    [`${many}.change`]: {
      request: `PUT ${path}/{id}`,
      summary: `Changes the ${one} with that ${named}`,
      body: changed,
      answers: asItIs,
      answer,
    },
    [`${many}.remove`]: removal(path, one, `Removes the ${one} with that ${named}`),
  }
}

function removal(path: `/${string}`, removes: string, summary: string): Row {
  return { request: `DELETE ${path}/{id}`, summary, removes }
}

/** An answer yes or no, under a name. */
function flag(name: string, what: string): Pick<Row, 'answers' | 'answer' | 'returns'> {
  return { answers: `Whether ${what}.`, answer: object({ [name]: v.boolean() }), returns: name }
}

function listOf(item: Schema<unknown>): Schema<unknown> {
  return v.array(item)
}
