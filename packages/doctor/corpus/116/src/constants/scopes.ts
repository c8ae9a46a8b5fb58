export const IMS_SCOPES = ['openid', 'AdobeId', 'aem.folders', 'aem.assets.author'] as const
