import { toJsonSchema } from '@valibot/to-json-schema'

import type { Schema } from '../../wire/schema.ts'
import { operations, type Operation } from '../operations.ts'
import { problemSchema, schemaNames } from '../schemas.ts'

/** The control API as OpenAPI 3.1 describes it. */
export function describeOperations(origin: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const methods = (paths[`/control${operation.path}`] ??= {})
    methods[operation.method.toLowerCase()] = describe(operation)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Control API of the Mudbrick sandbox',
      version: '1',
      description:
        'Changes what the sandbox knows, moves its clock, lets things go wrong, and shows what was sent. Every refusal is problem details (RFC 9457) whose detail says what to do.',
    },
    servers: [{ url: origin }],
    security: [{ controlToken: [] }],
    components: {
      securitySchemes: {
        controlToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that the sandbox prints when it starts.',
        },
      },
      schemas: Object.fromEntries(
        Object.entries(schemaNames).map(([name, schema]) => [name, convert(schema, name)]),
      ),
    },
    paths,
  }
}

function describe(operation: Operation): object {
  const { summary, body, answer, answers = 'It is done.', type } = operation
  const { status = answer ? 200 : 204 } = operation
  const parameters = [...parametersOfPath(operation), ...parametersOfQuery(operation)]
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      [status]: { description: answers, ...(answer && { content: contentOf(answer, type) }) },
      default: {
        description: 'A refusal (RFC 9457), whose detail says what to do.',
        content: contentOf(problemSchema, 'application/problem+json'),
      },
    },
  }
}

function parametersOfPath({ path }: Operation): readonly object[] {
  if (!path.includes('{id}')) return []
  return [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }]
}

function parametersOfQuery({ query }: Operation): readonly object[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = convert(query)
  return Object.entries(properties).map(([name, schema]) => ({
    in: 'query',
    name,
    required: required.includes(name),
    schema,
  }))
}

function contentOf(schema: Schema<unknown>, type = 'application/json'): object {
  return { [type]: { schema: convert(schema) } }
}

type JsonSchema = ReturnType<typeof toJsonSchema>

/** @param own The name of the schema itself, which is not to refer to itself. */
function convert(schema: Schema<unknown>, own?: string): Omit<JsonSchema, '$schema' | '$defs'> {
  const definitions = Object.fromEntries(
    Object.entries(schemaNames).filter(([name]) => name !== own),
  )
  const {
    $schema: _,
    $defs: __,
    ...converted
  } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    // A query is described as it is sent, and our own checks have no words in JSON Schema.
    typeMode: 'input',
    errorMode: 'ignore',
    definitions,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  })
  return converted
}
