export { FinishSignIn, type FinishSignInProps } from './lib/finish-sign-in.tsx'
export {
  RequireSignIn,
  type RequireSignInProps,
  type SignInFallback,
} from './lib/require-sign-in.tsx'
export { SessionProvider, type SessionProviderProps } from './lib/session-provider.tsx'
export { useSession, type UseSessionResult } from './lib/use-session.ts'
export { useSignedInSession, type UseSignedInSessionResult } from './lib/use-signed-in-session.ts'
export { useUserKey } from './lib/use-user-key.ts'
