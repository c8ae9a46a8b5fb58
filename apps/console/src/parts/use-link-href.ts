import { useHref } from 'react-router'

/** The address of a link: below the app for a path, as it is for the address of another page. */
export function useLinkHref(to: string): string {
  const href = useHref(to)
  return /^[a-z][\w+.-]*:/i.test(to) ? to : href
}
