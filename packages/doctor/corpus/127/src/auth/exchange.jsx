import { useEffect } from 'react'

export function Exchange({ code, verifier, onToken }) {
  useEffect(() => {
    fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: '82b3c4d5e6f70819a2b3c4d5e6f70819',
        client_secret: 'p8e-heldOutTwentyThree',
        code,
        code_verifier: verifier,
      }),
    }).then((r) => r.json()).then(onToken)
  }, [code])
  return <p>One moment</p>
}
