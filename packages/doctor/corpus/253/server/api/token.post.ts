export default defineEventHandler(async (event) => {
  const { imsClientSecret, public: { imsClientId } } = useRuntimeConfig(event)
  const { code } = await readBody(event)
  return $fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code, client_id: imsClientId, client_secret: imsClientSecret }) })
})
