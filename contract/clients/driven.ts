import { aemDrives } from './aem.ts'
import { commerceDrives } from './commerce.ts'
import type { Drives } from './drive.ts'
import { imsDrives } from './ims.ts'

export const drives: Drives = { ...aemDrives, ...commerceDrives, ...imsDrives }
