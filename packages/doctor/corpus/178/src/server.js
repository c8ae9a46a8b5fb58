fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST' })
