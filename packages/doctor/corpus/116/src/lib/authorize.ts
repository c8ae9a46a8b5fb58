import { IMS_SCOPES } from '../constants/scopes'

export function scopeParameter(): string {
  return IMS_SCOPES.join(',')
}
