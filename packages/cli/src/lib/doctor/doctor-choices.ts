import type { EnvironmentType } from '@mudbrick/doctor'

/** The options of `mudbrick doctor`, as commander gives them. */
export interface DoctorChoices {
  readonly offline?: boolean
  readonly fix?: boolean
  readonly yes?: boolean
  readonly json?: boolean
  readonly environment?: EnvironmentType
}
