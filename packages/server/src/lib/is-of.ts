import { isMudbrickError } from '@mudbrick/http'

/** Recognises an error of this class, also one of another copy of its package. */
export function isOf<Failure extends Error>(
  error: unknown,
  { prototype }: { readonly prototype: Failure },
): error is Failure {
  return isMudbrickError(error) && error.name === prototype.name
}
