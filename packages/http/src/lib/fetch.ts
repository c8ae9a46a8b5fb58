/** Sends a request, as the platform's `fetch` does. */
export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>
