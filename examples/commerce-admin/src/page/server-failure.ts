import type { Failure } from './failure.ts'
import { ServerAnswerError } from './server-answers.ts'

/** Says, in the user's words, why the server of this app has not done something. */
export function describeServerFailure(title: string, error: Error): Failure {
  if (!(error instanceof ServerAnswerError)) return { ...unreachable, title }
  const { message, status } = error
  return {
    severity: 'negative',
    title,
    explanation: message,
    advice: [],
    canRetry: status >= 500,
    needsSignIn: status === 401,
    status,
  }
}

const unreachable: Omit<Failure, 'title'> = {
  severity: 'negative',
  explanation: 'The server of this app does not answer.',
  advice: ['Check that the server is running, and that you are online.'],
  canRetry: true,
  needsSignIn: false,
}
