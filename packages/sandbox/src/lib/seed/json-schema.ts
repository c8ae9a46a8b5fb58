import { toJsonSchema } from '@valibot/to-json-schema'

import { seedSchema } from './schema.ts'

/** The JSON Schema of a seed, by which an editor completes and checks a seed file. */
export function createSeedJsonSchema(): object {
  return {
    title: 'A seed of the Mudbrick sandbox',
    description:
      'Users, organizations and credentials beside the shipped ones, and the files of AEM.',
    ...toJsonSchema(seedSchema, {
      target: 'draft-07',
      typeMode: 'input',
      // Our own checks have no words in JSON Schema; the sandbox makes them when it reads the file.
      errorMode: 'ignore',
    }),
  }
}
