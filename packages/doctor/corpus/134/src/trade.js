export const trade = async () => (await fetch('/ims/token/v3', { method: 'POST' })).json()
