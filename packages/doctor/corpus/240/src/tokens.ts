import axios from 'axios'
export class Tokens {
  private access = ''
  constructor(private readonly refresh: string, private readonly id: string, private readonly secret: string) {}
  async get(): Promise<string> {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: this.refresh })
    const { data } = await axios.post('https://ims-na1.adobelogin.com/ims/token/v3', body, { auth: { username: this.id, password: this.secret } })
    this.access = data.access_token
    return this.access
  }
}
