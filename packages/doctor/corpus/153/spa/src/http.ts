export async function request(method: string, path: string, token: string, body?: unknown): Promise<Response> {
  return fetch(import.meta.env.VITE_AEM + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'X-Api-Key': import.meta.env.VITE_CLIENT_ID },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
}
