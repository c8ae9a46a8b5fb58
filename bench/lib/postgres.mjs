// @ts-check
import { importTesting } from './vault-program.mjs'

/**
 * The PostgreSQL of the tests.
 * @type {import('../../tools/testing/servers/postgres.ts')}
 */
const postgres = await importTesting('postgres')

export const { createPostgresSchema, startPostgres } = postgres
