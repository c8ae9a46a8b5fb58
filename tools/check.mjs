// @ts-check
// Everything that can be said about the code without running its tests.
import { check } from './lib/check.mjs'

await check()
