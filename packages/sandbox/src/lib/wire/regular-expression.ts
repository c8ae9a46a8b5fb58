import type * as re2js from 're2js'

import { require } from '../node/require.ts'
import { invalidConfiguration } from '../sandbox-error.ts'

/** A configured regular expression that matches the whole text or nothing, in linear time. */
export interface FullMatch {
  matches(text: string): boolean
}

/**
 * Compiles a regular expression of a configuration.
 *
 * @throws {@link SandboxError} `invalid_configuration` when it is broken or looks around.
 */
export function compileFullMatch(pattern: string, where: string): FullMatch {
  const expression = compile(pattern, where)
  return { matches: (text) => expression.matches(text) }
}

/**
 * Compiles a redirect URI pattern. Adobe's Developer Console asks for two backslashes before a dot, and
 * stores both: `\\.` is an escaped dot, as is `\.`.
 *
 * @see https://github.com/adobe/aio-cli-plugin-app/issues/719
 * @throws {@link SandboxError} `invalid_configuration` when it is broken or looks around.
 */
export function compileRedirectUriPattern(pattern: string, where: string): FullMatch {
  return compileFullMatch(pattern.replaceAll(String.raw`\\.`, String.raw`\.`), where)
}

const compiled = new Map<string, re2js.RE2JS>()
const rememberedPatterns = 1000

/** A pattern is asked again and again, and compiling it takes a hundred times as long as asking it. */
function compile(pattern: string, where: string): re2js.RE2JS {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const expression = compileAnew(pattern, where)
  if (compiled.size >= rememberedPatterns) compiled.clear()
  compiled.set(pattern, expression)
  return expression
}

function compileAnew(pattern: string, where: string): re2js.RE2JS {
  try {
    // Loaded by the first pattern: a start has none to compile.
    const { RE2JS }: typeof re2js = require('re2js')
    return RE2JS.compile(pattern)
  } catch (cause) {
    throw invalidConfiguration(
      `${where} has the regular expression ${JSON.stringify(pattern)}, which cannot be used: ` +
        'correct it, and leave out look-ahead and look-behind, which have no linear-time match.',
      cause,
    )
  }
}
