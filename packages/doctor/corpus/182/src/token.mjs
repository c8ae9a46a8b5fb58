const { ID, SECRET } = process.env
export const token = () => fetch(`https://ims-na1.adobelogin.com/ims/token/v3?grant_type=client_credentials&client_id=${ID}&client_secret=${SECRET}&scope=openid,AdobeID`, { method: 'POST' })
