import process from 'node:process'

import { interceptAdobe } from './intercept-adobe.ts'
import { interceptWorkers } from './intercepted-worker.ts'

const sandbox = process.env['MUDBRICK_SANDBOX']
interceptAdobe(sandbox ? { sandbox } : {})
interceptWorkers(import.meta.url)
