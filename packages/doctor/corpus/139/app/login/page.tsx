'use client'
import { pkce } from '../../lib/pkce'

export default function Login() {
  const start = async () => {
    const { challenge, state } = await pkce()
    const url = new URL('https://ims-na1.adobelogin.com/ims/authorize/v2')
    const set = (name: string, value: string) => url.searchParams.set(name, value)
    set('client_id', process.env.NEXT_PUBLIC_IMS_CLIENT_ID!)
    set('redirect_uri', `${window.location.origin}/callback`)
    set('response_type', 'code')
    set('scope', 'openid,AdobeID')
    set('state', state)
    set('code_challenge', challenge)
    window.location.href = url.toString()
  }
  return <button onClick={start}>Sign in</button>
}
