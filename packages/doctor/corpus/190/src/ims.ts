export const IMS = 'https://ims-na1.adobelogin.com/ims/authorize/v2'
