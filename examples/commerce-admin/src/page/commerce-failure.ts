import { CommerceError, isMudbrickError, NetworkError, TimeoutError } from '@mudbrick/commerce'

import type { Failure } from './failure.ts'

/** Says, in the user's words, why a call of Commerce failed. */
export function describeCommerceFailure(error: unknown): Failure {
  if (error instanceof CommerceError) return { ...describeAnswer(error), status: error.status }
  if (error instanceof NetworkError || error instanceof TimeoutError) return unreachable
  const message = error instanceof Error ? error.message : String(error)
  return {
    severity: 'negative',
    title: 'Commerce gave no usable answer',
    explanation: message,
    advice: isMudbrickError(error) ? [] : ["The browser's console may say more."],
    canRetry: true,
    needsSignIn: false,
  }
}

function describeAnswer(error: CommerceError): Failure {
  if (error.resource !== undefined) return describeMissingRight(error.resource, error)
  if (error.status === 401) return isOfCommerce(error) ? describeRefusedToken(error) : signedOut
  if (error.status === 502 || error.status === 504) return commerceUnreachable
  if (error.retryable) return describeTrouble(error)
  return {
    severity: 'negative',
    title: error.status === 404 ? 'Commerce has no such place' : 'Commerce did not accept this',
    explanation: quote(error),
    advice:
      error.status === 404
        ? ['Check COMMERCE_ORIGIN and COMMERCE_TENANT_ID in .env, then start the server again.']
        : [],
    canRetry: false,
    needsSignIn: false,
  }
}

/** Commerce answers 401 to this too, but says nothing against the token by it. */
function describeMissingRight(resource: string, error: CommerceError): Failure {
  return {
    severity: 'notice',
    title: 'Your role lacks a right',
    explanation: `You are signed in, and your token is good. Your role in Commerce lacks ${resource}, so Commerce keeps this to itself. ${quote(error)}`,
    advice: [
      `Ask an administrator of Commerce to give your role ${resource}: in the Admin, under System, Permissions, User Roles.`,
      'Signing in again changes nothing. Once the role has the right, try again.',
    ],
    canRetry: true,
    needsSignIn: false,
  }
}

/** Commerce says why in a message; this server, which finds no user signed in, in a detail. */
function isOfCommerce({ problem }: CommerceError): boolean {
  return problem?.message !== undefined
}

function describeRefusedToken(error: CommerceError): Failure {
  return {
    severity: 'notice',
    title: 'Commerce refuses your token',
    explanation: `A new one did not help, or the one that was refused was less than a minute old. ${quote(error)}`,
    advice: ['Try again in a minute, or sign in again: you come back to this page.'],
    canRetry: true,
    needsSignIn: true,
  }
}

const signedOut: Failure = {
  severity: 'notice',
  title: 'Your sign-in has ended',
  explanation:
    'The server has no token of yours that Commerce takes, and cannot get one without you.',
  advice: ['Sign in again: you come back to this page.'],
  canRetry: true,
  needsSignIn: true,
}

const unreachable: Failure = {
  severity: 'negative',
  title: 'The server of this app does not answer',
  explanation: 'The request did not get as far as Commerce.',
  advice: ['See whether the server still runs, and whether you are online.'],
  canRetry: true,
  needsSignIn: false,
}

const commerceUnreachable: Failure = {
  severity: 'negative',
  title: 'Commerce could not be reached',
  explanation: 'The server of this app asked, and got no answer that it could pass on.',
  advice: ['Check COMMERCE_ORIGIN in .env, and whether Commerce is up.'],
  canRetry: true,
  needsSignIn: false,
}

function describeTrouble(error: CommerceError): Failure {
  const { status, retryAfterMs } = error
  return {
    severity: 'negative',
    title: status === 429 ? 'Commerce asks for patience' : 'Commerce is in trouble',
    explanation: quote(error),
    advice:
      retryAfterMs === undefined
        ? ['Try again in a little while.']
        : [`It asks for ${Math.ceil(retryAfterMs / 1000)} seconds.`],
    canRetry: true,
    needsSignIn: false,
  }
}

function quote({ problem, status }: CommerceError): string {
  return problem?.message === undefined
    ? `Commerce answered with HTTP ${status}.`
    : `Commerce said: “${problem.message}”`
}
