export class AemClient {
  private readonly host = 'https://author-p71211-e420133.adobeaemcloud.com'
  constructor(private readonly token: () => string) {}

  remove(id: string, etag: string) {
    return this.send('DELETE', `/adobe/sites/cf/fragments/${id}`, { 'If-Match': etag })
  }

  private send(method: string, path: string, extra: Record<string, string> = {}) {
    return fetch(this.host + path, { method, headers: { Authorization: `Bearer ${this.token()}`, ...extra } })
  }
}
