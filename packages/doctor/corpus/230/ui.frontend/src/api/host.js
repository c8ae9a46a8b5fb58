export const host = process.env.VUE_APP_AEM_HOST
