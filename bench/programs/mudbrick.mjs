// @ts-check
import { fileURLToPath } from 'node:url'

import { createSandbox } from '../../packages/sandbox/dist/index.js'
import { listen, readSigningKeys } from '../../packages/sandbox/dist/node.js'
import { announce, port } from '../lib/serve.mjs'

// Made at the first start, and ready-made at all others.
const directory = fileURLToPath(new URL('../.cache/mudbrick-keys', import.meta.url))
const { signingKeys } = await readSigningKeys({ directory })
const sandbox = await createSandbox({ scheme: 'http', signingKeys })
const ports = { home: 0, ims: port, aem: 0, commerce: 0 }
const { origins } = await listen(sandbox, { ports, hosts: ['127.0.0.1'] })
announce(origins.ims)
