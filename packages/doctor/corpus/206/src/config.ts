export const aemHost = (process.env.AEM_HOST ?? '').replace(/\/+$/, '')
