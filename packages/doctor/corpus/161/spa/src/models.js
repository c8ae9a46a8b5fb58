const host = 'https://author-p51211-e320133.adobeaemcloud.com'
export const models = (token) => fetch(host + '/adobe/sites/cf/models', { headers: { Authorization: 'Bearer ' + token } })
