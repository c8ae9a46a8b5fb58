import { parse } from 'yaml'

import { SandboxError } from '../sandbox-error.ts'

/** Which clients may call the author tier. */
export type ClientAllowList = ReadonlySet<string>

/**
 * Reads AEM's `api.yaml`.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis
 * @throws {@link SandboxError} `invalid_configuration` when the file is no YAML of `kind: API`.
 */
export function parseClientAllowList(text: string): ClientAllowList {
  const file = parseYaml(text)
  const clients = file?.data?.allowedClientIDs?.author
  if (file?.kind !== 'API' || !isListOfTexts(clients)) {
    throw new SandboxError(
      'invalid_configuration',
      'api.yaml is not a client allow-list: it needs kind: "API" and data.allowedClientIDs.author, a list of client ids.',
    )
  }
  return new Set(clients)
}

function parseYaml(text: string): ApiConfiguration | undefined {
  try {
    const file: ApiConfiguration | undefined = parse(text) ?? undefined
    return file
  } catch (cause) {
    throw new SandboxError(
      'invalid_configuration',
      `api.yaml is not valid YAML: ${cause instanceof Error ? cause.message : 'mend its syntax'}`,
      { cause },
    )
  }
}

interface ApiConfiguration {
  readonly kind?: unknown
  readonly data?: { readonly allowedClientIDs?: { readonly author?: unknown } | null } | null
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
