import { invalidConfiguration } from '../sandbox-error.ts'
import { isObject } from '../wire/json-body.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'

/** Which clients may call the author tier. */
export type ClientAllowList = ReadonlySet<string>

/** The types of environment that an `api.yaml` may be for. */
export type EnvironmentType = (typeof environmentTypes)[number]

export const environmentTypes = ['dev', 'stage', 'prod', 'rde'] as const

/**
 * Reads AEM's `api.yaml` as an environment of this type does: a file for other types allows no client here.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis
 * @throws {@link SandboxError} `invalid_configuration`, naming what is wrong.
 */
export function parseClientAllowList(
  text: string,
  environmentType: EnvironmentType = 'dev',
  path = 'api.yaml',
): ClientAllowList {
  const { value: file, lineOf } = parseConfigurationFile(path, text)
  const data = isObject(file) ? file['data'] : undefined
  const lists = isObject(data) ? data['allowedClientIDs'] : undefined
  const author = isObject(lists) ? lists['author'] : undefined
  if (!isObject(file) || file['kind'] !== 'API') {
    throw invalidConfiguration(
      `${path}, line ${lineOf(['kind'])}: this is not a client allow-list, which has kind: "API" and data.allowedClientIDs.author, a list of client ids.`,
    )
  }
  if (!isListOfTexts(author)) {
    throw invalidConfiguration(
      `${path}, line ${lineOf(['data', 'allowedClientIDs', 'author'])}: a client allow-list needs data.allowedClientIDs.author here, a list of client ids in quotes.`,
    )
  }
  const metadata = file['metadata']
  const types = isObject(metadata) ? metadata['envTypes'] : undefined
  const isForHere = !isListOfTexts(types) || types.includes(environmentType)
  return new Set(isForHere ? author : [])
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
