import { Injectable } from '@angular/core'
import { HttpParams } from '@angular/common/http'
import { Pkce } from './pkce'

@Injectable({ providedIn: 'root' })
export class AuthService {
  constructor(private readonly pkce: Pkce) {}

  async start(): Promise<void> {
    const { challenge } = await this.pkce.create()
    const params = new HttpParams()
      .set('client_id', 'c3b3c4d5e6f70819a2b3c4d5e6f70819')
      .set('redirect_uri', 'https://localhost:4200/auth')
      .set('response_type', 'code')
      .set('scope', 'openid,AdobeID')
      .set('code_challenge', challenge)
      .set('code_challenge_method', 'S256')
    window.location.href = `https://ims-na1.adobelogin.com/ims/authorize/v2?${params.toString()}`
  }
}
