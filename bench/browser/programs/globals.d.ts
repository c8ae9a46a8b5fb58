/** Where the authorization server is, and what the app is called there; the bundle holds them as texts. */
declare const AUTHORITY: string
declare const CLIENT_ID: string
declare const REDIRECT_URI: string
