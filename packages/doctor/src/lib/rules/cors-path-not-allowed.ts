import { groupJudgements, judgeCalls } from '../cors-judgement.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const corsPathNotAllowed: Rule = {
  code: 'cors_path_not_allowed',
  severity: 'error',
  place: corsPolicyFile,
  observe: (configuration) => {
    const denied = judgeCalls(configuration).filter(({ isPathAllowed }) => !isPathAllowed)
    return groupJudgements(denied, ({ call }) => [apiOf(call.path)]).flatMap(
      ({ key: path, policy, calls }) => {
        if (!policy) return []
        return [
          {
            sentence: `${policy.file} does not list ${path} in allowedpaths, so that a browser blocks ${calls}.`,
            fix: `Add "${escapePath(path)}(/.*)?" to allowedpaths.`,
            file: policy.file,
            ...policy.positions.allowedpaths,
            change: {
              kind: 'list-entry',
              key: 'allowedpaths',
              entry: `${escapePath(path).replaceAll('\\\\', '\\')}(/.*)?`,
            },
          },
        ]
      },
    )
  },
}

/** The API that a path belongs to, since one entry is enough for all of it. */
function apiOf(path: string): string {
  return (
    /^\/adobe\/(?:assets|folders|sites)(?=\/|$)/.exec(path)?.[0] ?? path.replace(/(?<=.)\/$/, '')
  )
}

/** A backslash is written twice in JSON. */
function escapePath(path: string): string {
  return path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\\$&`)
}
