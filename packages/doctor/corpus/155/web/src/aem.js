export const AEM = 'https://author-p51211-e320133.adobeaemcloud.com'
