export const AEM_HOST = process.env.REACT_APP_AEM_ASSET_HOSTNAME
