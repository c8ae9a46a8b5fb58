/**
 * Whether messages are sentences. They are in development and on servers; in a page that is built for
 * production they would be a fifth of the bytes, for readers who are not there.
 */
export const explains: boolean = true
