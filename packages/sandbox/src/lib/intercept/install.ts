import process from 'node:process'

import { interceptAdobe } from './intercept-adobe.ts'

const sandbox = process.env['MUDBRICK_SANDBOX']
interceptAdobe(sandbox ? { sandbox } : {})
