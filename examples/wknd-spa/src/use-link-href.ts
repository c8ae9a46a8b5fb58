import { useHref } from 'react-router'

/** The address behind a link: React Router's for a path of this app, any other as it is. */
export function useLinkHref(href: string): string {
  const isPath = href.startsWith('/')
  const routed = useHref(isPath ? href : '/')
  return isPath ? routed : href
}
