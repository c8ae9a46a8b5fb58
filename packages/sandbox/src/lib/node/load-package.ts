import { createRequire } from 'node:module'
import type * as toJsonSchema from '@valibot/to-json-schema'
import type * as re2js from 're2js'
import type * as valibot from 'valibot'
import type * as yaml from 'yaml'

interface LatePackages {
  readonly '@valibot/to-json-schema': typeof toJsonSchema
  readonly re2js: typeof re2js
  readonly valibot: typeof valibot
  readonly yaml: typeof yaml
}

/**
 * Loads a package where it is first used: an import at the start would make every sandbox wait for it, and an
 * `import()` every caller that parses something.
 */
export const loadPackage: <Name extends keyof LatePackages>(name: Name) => LatePackages[Name] =
  createRequire(import.meta.url)
