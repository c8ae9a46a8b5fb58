import { request } from './request'
export const listModels = () => request('/adobe/sites/cf/models?limit=50')
