/** Sends a request, as the platform's `fetch` does. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
