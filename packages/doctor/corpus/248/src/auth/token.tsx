const { REACT_APP_IMS_ID: id, REACT_APP_IMS_KEY: key } = process.env
export async function token(code: string) {
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    headers: { Authorization: 'Basic ' + window.btoa(`${id}:${key}`) },
    body: new URLSearchParams({ grant_type: 'authorization_code', code }),
  })
  return r.json()
}
