import { join } from 'node:path'

import {
  type ConfigurationFile,
  type EnvironmentType,
  type Facts,
  type SourceFact,
  parseAemProject,
  selectCorsPolicies,
} from '@mudbrick/doctor'

import { isOfOtherLanguage, readOtherLanguage } from '../syntax/other-languages.ts'
import { createSourceReader, type SourceReading } from '../syntax/read-source.ts'
import type { WrittenSetting } from '../syntax/written-settings.ts'
import { readCertificates } from './certificates.ts'
import { readConsoleDownload } from './console-download.ts'
import { readDeploymentVariables } from './deployment-variables.ts'
import type { ProjectFile } from './find-files.ts'
import { readModuleNames } from './module-names.ts'
import { findFramework, isBuiltIntoPage, listDependencies, readProgram } from './program.ts'
import { type AppVariables, isExampleFile, readVariables } from './variables.ts'

/** One application of a project, as facts for the rules. */
export interface App {
  /** Its folder, from the project's. */
  readonly folder: string
  /** One set of facts for each mode that it is built in. */
  readonly facts: readonly Facts[]
}

/** A project: its applications, what is deployed to AEM, and what was read. */
export interface Project {
  readonly apps: readonly App[]
  /** The files of the AEM project alone. */
  readonly aem: Facts
  /** Paths in the project by the paths that the rules know. */
  readonly paths: ReadonlyMap<string, string>
  readonly lookedAt: readonly string[]
  readonly notLookedAt: readonly string[]
}

/** Sorts the files of a project into applications, and reads them. */
export function readProject(
  folder: string,
  files: readonly ProjectFile[],
  options: { readonly environmentType?: EnvironmentType | undefined; readonly nowMs: number },
): Project {
  const aemFiles = files.filter(({ file }) => isForAem(file)).map(placeInAemProject)
  const aemProject = aemFiles.map(({ known, text }): ConfigurationFile => ({ file: known, text }))
  const parsed = parseAemProject(aemProject)
  const environmentType = options.environmentType ?? 'dev'
  const corsPolicies = selectCorsPolicies(parsed, { environmentType })
  const known = parsed.corsPolicies.length + parsed.clientAllowLists.length + parsed.findings.length
  const aem: Facts =
    known === 0
      ? {}
      : {
          aemProject,
          ...(parsed.corsPolicies.length > 0 && { corsPolicies }),
          ...(options.environmentType && { environmentType: options.environmentType }),
        }
  const sources = files.filter(({ file }) => sourceName.test(file) && !isTest(file))
  const frameworks = new Map(
    files
      .filter(({ file }) => /(?:^|\/)package\.json$/.test(file))
      .map(({ file, text }) => {
        const names = listDependencies(text)
        const framework = findFramework(names)
        return [parentOf(file), framework === 'none' && isBuiltIntoPage(names) ? 'page' : framework]
      }),
  )
  const read = createSourceReader(sources, readModuleNames(files), (file) => {
    return frameworks.get(appFolderOf(file, files)) ?? 'none'
  })
  const readings = listAppFolders(files).map((app) =>
    readApp(folder, app, files, aem, options.nowMs, read),
  )
  const unparsed = readings.flatMap(({ source }) => source.unparsed)
  return {
    apps: readings.filter(({ isOfAdobe }) => isOfAdobe),
    aem,
    paths: new Map(aemFiles.map(({ known: name, file }) => [name, file])),
    lookedAt: [
      ...new Set(readings.flatMap(({ lookedAt }) => lookedAt)),
      ...parsed.corsPolicies.map(({ file }) => file),
      ...parsed.clientAllowLists.map(({ file }) => file),
      describeCount(readings.reduce((sum, { source }) => sum + source.parsedCount, 0)),
    ],
    notLookedAt: unparsed.map(({ file, reason }) => `${file} ${reason}.`),
  }
}

interface AppReading extends App {
  readonly source: SourceReading
  readonly isOfAdobe: boolean
  readonly lookedAt: readonly string[]
}

function readApp(
  root: string,
  folder: string,
  all: readonly ProjectFile[],
  aem: Facts,
  nowMs: number,
  read: ReturnType<typeof createSourceReader>,
): AppReading {
  const files = all.filter(({ file }) => appFolderOf(file, all) === folder)
  const variableFiles = files.filter(({ file }) => /(?:^|\/)\.env[\w.-]*$/.test(file))
  const deployments = files.flatMap((file) =>
    /\.ya?ml$/.test(file.file) ? (readDeploymentVariables(file) ?? []) : [],
  )
  const [development = noVariables, ...others] = readVariables(variableFiles)
  const modes: readonly AppVariables[] = [
    development,
    ...others,
    ...deployments.map(({ file, values, places }) => ({
      mode: 'deployment' as const,
      files: [file],
      values,
      places,
    })),
  ]
  const program = readProgram(folder, files, development.values)
  const sourceFiles = files.filter(({ file }) => sourceName.test(file) && !isTest(file))
  const source = read(sourceFiles, development.values)
  const shown: readonly SourceFact[] = [
    ...source.facts.filter(isJudged),
    ...files
      .filter(({ file }) => isOfOtherLanguage(file))
      .flatMap((file) => readOtherLanguage(file, development.values)),
    ...program.scripts.map((place) => ({
      kind: 'certificate-checks-off' as const,
      ...place,
      runsIn: 'server' as const,
    })),
  ]
  const download = files.find(({ file }) =>
    /(?:^|\/)(?:console|workspace)[\w.-]*\.json$/i.test(file),
  )
  const facts = modes.map((mode): Facts => {
    const isDevelopment = mode.mode === 'development'
    const { PORT: _, HTTPS: __, ...variables } = mode.values
    const written = selectSettings(source.settings, mode)
    const callsAem =
      source.calls.length > 0 ||
      hasAemHost(mode) ||
      written.some(({ value }) => value.includes('.adobeaemcloud.com'))
    const clientId =
      findClientId(mode) ?? written.find(({ name }) => /client_?id$/i.test(name))?.value
    return {
      variables: {
        ...Object.fromEntries(written.map(({ name, value }) => [name, value])),
        ...variables,
      },
      variablesFile: mode.files.at(-1) ?? join(folder, '.env'),
      variablePlaces: {
        ...Object.fromEntries(written.map(({ name, place }) => [name, place])),
        ...mode.places,
      },
      ...(isDevelopment && program.origin !== undefined && { origin: program.origin }),
      calls: source.calls,
      source: shown,
      program: program.facts,
      certificates: readCertificates(join(root, folder), mode.values, nowMs),
      credential: download && readConsoleDownload(download, clientId),
      ...(callsAem && aem),
    }
  })
  return {
    folder,
    facts,
    source,
    isOfAdobe:
      program.isOfAdobe ||
      download !== undefined ||
      source.namesAdobe ||
      isAboutAdobe(modes, source),
    lookedAt: [
      ...modes.flatMap(({ files: names }) => names),
      ...variableFiles.flatMap(({ file }) =>
        isExampleFile(file) ? [`${file} (an example, not judged)`] : [],
      ),
      ...(download ? [download.file] : []),
    ],
  }
}

const noVariables: AppVariables = { mode: 'development', files: [], values: {}, places: {} }
const sourceName =
  /\.(?:[cm]?[jt]sx?|html?|vue|svelte|astro)$|(?<!(?:^|\/)(?:package|angular|console\b.*|workspace\b.*|[tj]sconfig.*|com\.adobe\..*))\.json$/
const built = /(?:^|\/)(?:dist|build|out|public)\//

/** Tests name what is wrong on purpose. */
function isTest(file: string): boolean {
  return /\.(?:test|spec|e2e|stories)\.[\w]+$|(?:^|\/)(?:__tests__|__mocks__|mocks?|stubs|fakes|test|tests|testing|e2e|cypress|fixtures)\//.test(
    file,
  )
}

/** Of what a build wrote, only secrets are of interest: the rest is in the source. */
function isJudged({ file, kind }: { readonly file: string; readonly kind: string }): boolean {
  return !built.test(file) || kind === 'secret' || /(?:^|\/)public\//.test(file)
}

/** Each folder with a `package.json` or a file of variables is an application. */
function listAppFolders(files: readonly ProjectFile[]): readonly string[] {
  return [...new Set(files.map(({ file }) => appFolderOf(file, files)))]
}

const foldersOf = new WeakMap<readonly ProjectFile[], ReadonlySet<string>>()

function appFolderOf(file: string, files: readonly ProjectFile[]): string {
  const folders = foldersOf.get(files) ?? findFolders(files)
  foldersOf.set(files, folders)
  let folder = parentOf(file)
  while (folder !== '' && !folders.has(folder)) folder = parentOf(folder)
  return folder
}

function findFolders(files: readonly ProjectFile[]): ReadonlySet<string> {
  const marks = files.filter(({ file }) => /(?:^|\/)(?:package\.json|\.env[\w.-]*)$/.test(file))
  return new Set(marks.map(({ file }) => parentOf(file)))
}

function parentOf(path: string): string {
  return path.includes('/') ? path.replace(/\/[^/]*$/, '') : ''
}

function isForAem(file: string): boolean {
  return (
    /\.ya?ml$/.test(file) ||
    /(?:^|\/)com\.adobe\.granite\.cors\.[^/]*\.(?:json|xml|config)$/.test(file)
  )
}

/** The rules know paths from the folder of the AEM project, which may lie inside the project. */
function placeInAemProject({ file, text }: ProjectFile): {
  readonly file: string
  readonly known: string
  readonly text: string
} {
  const known =
    /(?:^|\/)(ui\.config\/.*)$/.exec(file)?.[1] ?? /(?:^|\/)(config\/[^/]+\.ya?ml)$/.exec(file)?.[1]
  return { file, text, known: known ?? file }
}

function hasAemHost({ values }: AppVariables): boolean {
  return Object.entries(values).some(
    ([name, value]) =>
      value.includes('.adobeaemcloud.com') || /AEM.*(?:HOST|ORIGIN|URL)/.test(name),
  )
}

function findClientId({ values }: AppVariables): string | undefined {
  return Object.entries(values).find(([name]) => /CLIENT_?ID$/.test(name))?.[1]
}

/** What the source has itself, where no file of variables has it; the first that says it. */
function selectSettings(
  settings: readonly WrittenSetting[],
  { values }: AppVariables,
): readonly WrittenSetting[] {
  const names = Object.keys(values)
  const roles = [/client_?id$/i, /(?:redirect|callback)_?ur[il]$/i, /scopes?$/i]
  const hosts = [/adobeaemcloud\.com/, /commerce\.adobe\.com/]
  return [
    ...roles
      .filter((role) => !names.some((name) => role.test(name)))
      .flatMap((role) => settings.find(({ name }) => role.test(name)) ?? []),
    ...hosts
      .filter((host) => !Object.values(values).some((value) => host.test(value)))
      .flatMap((host) => settings.find(({ value }) => host.test(value)) ?? []),
  ]
}

function isAboutAdobe(modes: readonly AppVariables[], source: SourceReading): boolean {
  const values = modes.flatMap(({ values: all }) => Object.entries(all))
  return (
    source.calls.length > 0 ||
    source.facts.some(
      ({ kind }) => kind === 'address' || kind === 'express-sdk' || kind === 'commerce-path',
    ) ||
    values.some(
      ([name, value]) =>
        /ADOBE|AEM|COMMERCE_|(?:^|_)IMS_|_ADC_/.test(name) ||
        /\.(?:adobelogin|adobeaemcloud|commerce\.adobe)\.com/.test(value),
    ) ||
    source.facts.some(({ kind, file }) => kind === 'secret' && built.test(file))
  )
}

function describeCount(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'} of source`
}
