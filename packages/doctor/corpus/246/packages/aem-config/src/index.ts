export const aemHost = 'https://author-p71211-e420133.adobeaemcloud.com/ui#/aem'
