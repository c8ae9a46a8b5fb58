import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml'

import { findClosest } from './closest.ts'
import type { ConfigurationFile, EnvironmentType, Tier } from './facts.ts'
import type { Finding } from './finding.ts'
import { clientAllowListFile } from './place.ts'
import type { Position } from './position.ts'

/** AEM's `api.yaml`, read. */
export interface ClientAllowList {
  /** As it was given. */
  readonly file: string
  /** The kinds of environment it is for; all of them when it names none. */
  readonly environmentTypes: readonly EnvironmentType[]
  /** The client ids that may call each tier. */
  readonly clientIds: Readonly<Record<Tier, readonly string[]>>
  /** Where the list of each tier stands; under `all`, where the lists begin. */
  readonly positions: Readonly<Partial<Record<Tier | 'all', Position>>>
}

/** What was read of an allow list, and what is wrong with it. */
export interface ClientAllowListReading {
  /** Missing when the file has an error. */
  readonly allowList?: ClientAllowList
  /** What is wrong with the file. */
  readonly findings: readonly Finding[]
}

/**
 * Reads the file that lists the clients which may call AEM. A file that is wrong is a finding,
 * never an error.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis
 */
export function parseClientAllowList(source: ConfigurationFile): ClientAllowListReading {
  const document = readDocument(source)
  if (!document.isReadable) return { findings: [document.finding] }

  const findings: Finding[] = []
  const report = (finding: Finding): void => void findings.push(finding)
  const allowList = readAllowList(document, source.file, report)
  const isUsable = findings.every(({ severity }) => severity !== 'error')
  return { ...(isUsable && { allowList }), findings }
}

const tiers: readonly Tier[] = ['author', 'publish', 'preview']
const environmentTypes: readonly EnvironmentType[] = ['dev', 'stage', 'prod', 'rde']

type Report = (finding: Finding) => void

interface ReadableDocument {
  readonly isReadable: true
  readonly root: Node | null
  readonly positionOf: (node: Node | null | undefined) => Position
}

function readDocument({
  file,
  text,
}: ConfigurationFile):
  | ReadableDocument
  | { readonly isReadable: false; readonly finding: Finding } {
  const lineCounter = new LineCounter()
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false })
    const [error] = document.errors
    if (error) {
      return unreadable(file, positionAt(lineCounter, error.pos[0]), sentenceOf(error.message))
    }
    return {
      isReadable: true,
      root: document.contents,
      positionOf: (node) => positionAt(lineCounter, node?.range?.[0] ?? 0),
    }
  } catch {
    // A file that nests without end exhausts the parser's stack.
    return unreadable(file, { line: 1, column: 1 }, 'it nests too deeply')
  }
}

function readAllowList(
  { root, positionOf }: ReadableDocument,
  file: string,
  report: Report,
): ClientAllowList {
  const complain = (node: Node | null | undefined, name: string, expected: string): void =>
    report(wrongType(file, positionOf(node), name, expected))
  const readMap = (node: unknown, name: string, keys: readonly string[]): YAMLMap | undefined => {
    if (!isMap(node)) {
      complain(asNode(node) ?? root, name, `a mapping with ${keys.join(', ')}`)
      return undefined
    }
    for (const { key } of node.items) {
      if (isScalar(key) && keys.includes(String(key.value))) continue
      report(unknownKey(file, positionOf(asNode(key)), String(key), keys))
    }
    return node
  }
  const readTexts = (node: unknown, name: string): readonly string[] => {
    if (node === undefined) return []
    if (!isSeq(node)) {
      complain(asNode(node) ?? root, name, 'a list, one entry a line after a dash')
      return []
    }
    return node.items.flatMap((item) => {
      if (isScalar(item) && typeof item.value === 'string') return [item.value]
      complain(asNode(item), `An entry of ${name}`, 'a text: put it in quotes')
      return []
    })
  }

  const top = readMap(root, 'The content', ['kind', 'version', 'metadata', 'data'])
  const metadata = top?.has('metadata')
    ? readMap(top.get('metadata', true), 'metadata', ['envTypes'])
    : undefined
  const data = top && readMap(top.get('data', true), 'data', ['allowedClientIDs'])
  const clientIds =
    data && readMap(data.get('allowedClientIDs', true), 'data.allowedClientIDs', tiers)

  if (top && top.get('kind') !== 'API') complain(valueOf(top, 'kind'), 'kind', "'API'")
  if (top && !['1', '1.0'].includes(String(top.get('version')))) {
    complain(valueOf(top, 'version'), 'version', "'1'")
  }
  const types = readTexts(metadata?.get('envTypes', true), 'metadata.envTypes')
  for (const type of types.filter((name) => !isEnvironmentType(name))) {
    complain(
      valueOf(metadata, 'envTypes'),
      `${type} in metadata.envTypes`,
      environmentTypes.join(', '),
    )
  }

  const readTier = (tier: Tier): readonly string[] =>
    readTexts(clientIds?.get(tier, true), `data.allowedClientIDs.${tier}`)
  return {
    file,
    environmentTypes: types.length === 0 ? environmentTypes : types.filter(isEnvironmentType),
    clientIds: {
      author: readTier('author'),
      publish: readTier('publish'),
      preview: readTier('preview'),
    },
    positions: {
      ...(clientIds && { all: keyPosition(data, 'allowedClientIDs', positionOf) }),
      ...Object.fromEntries(
        tiers.flatMap((tier) =>
          clientIds?.has(tier) === true ? [[tier, keyPosition(clientIds, tier, positionOf)]] : [],
        ),
      ),
    },
  }
}

function unreadable(
  file: string,
  position: Position,
  reason: string,
): { readonly isReadable: false; readonly finding: Finding } {
  return {
    isReadable: false,
    finding: createFinding(file, position, {
      code: 'allow_list_unreadable',
      sentence: `${file} is not valid YAML at line ${position.line}, column ${position.column}: ${reason}.`,
      fix: 'Correct that place; AEM cannot use the list as it is.',
    }),
  }
}

function wrongType(file: string, position: Position, name: string, expected: string): Finding {
  return createFinding(file, position, {
    code: 'allow_list_wrong_type',
    sentence: `${name} of ${file} at line ${position.line}, column ${position.column} is not ${expected}.`,
    fix: `Write ${expected}.`,
  })
}

function unknownKey(
  file: string,
  position: Position,
  key: string,
  keys: readonly string[],
): Finding {
  const closest = keys.find((known) => known.toLowerCase() === key.toLowerCase())
  const meant = closest ?? findClosest(key, keys)
  return createFinding(file, position, {
    code: 'allow_list_unknown_key',
    sentence: `${file} has the key ${key} at line ${position.line}, column ${position.column}, which AEM does not know there.`,
    fix: meant ? `Write ${meant}.` : `Remove it, or write one of ${keys.join(', ')}.`,
  })
}

function createFinding(
  file: string,
  { line, column }: Position,
  finding: Pick<Finding, 'code' | 'sentence' | 'fix'>,
): Finding {
  const { folder, pipeline } = clientAllowListFile
  return {
    ...finding,
    severity: finding.code === 'allow_list_unknown_key' ? 'warning' : 'error',
    file,
    line,
    column,
    ...(folder && { folder }),
    ...(pipeline && { pipeline }),
  }
}

function positionAt(lineCounter: LineCounter, offset: number): Position {
  const { line, col } = lineCounter.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function valueOf(map: YAMLMap | undefined, key: string): Node | undefined {
  return asNode(map?.get(key, true))
}

function keyPosition(
  map: YAMLMap | undefined,
  key: string,
  positionOf: ReadableDocument['positionOf'],
): Position {
  const pair = map?.items.find((item) => isScalar(item.key) && item.key.value === key)
  return positionOf(asNode(pair?.key))
}

function asNode(value: unknown): Node | undefined {
  return isScalar(value) || isMap(value) || isSeq(value) ? value : undefined
}

function isEnvironmentType(name: string): name is EnvironmentType {
  return environmentTypes.some((type) => type === name)
}

function sentenceOf(message: string): string {
  return message.replace(/\.?$/, '').replace(/^./, (letter) => letter.toLowerCase())
}
