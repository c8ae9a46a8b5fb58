/** The services of Adobe's that the sandbox stands in for. */
export type ServiceRole = 'ims' | 'aem' | 'commerce'

/** What the sandbox does about a host: it stands in for a service, refuses because the host is Adobe's, or lets it pass. */
export type HostRole = ServiceRole | 'refused' | 'elsewhere'

/** Finds what to do about a host name. */
export function findHostRole(hostname: string): HostRole {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (imsHosts.includes(name)) return 'ims'
  if (name.endsWith('.adobeaemcloud.com')) return 'aem'
  if (name.endsWith('.api.commerce.adobe.com')) return 'commerce'
  return adobeDomains.some((domain) => name === domain || name.endsWith(`.${domain}`))
    ? 'refused'
    : 'elsewhere'
}

/** Whether the sandbox stands in for a host. */
export function isServiceRole(role: HostRole): role is ServiceRole {
  return role !== 'refused' && role !== 'elsewhere'
}

/** Says why a host of Adobe's is not intercepted, and which hosts are. */
export function explainRefusal(hostname: string): string {
  const intercepted = `${imsHosts.join(', ')}, *.adobeaemcloud.com and *.api.commerce.adobe.com`
  return `The Mudbrick sandbox stopped a request to ${hostname}, a host of Adobe's that it does not stand in for: it stands in for ${intercepted}; answer this host in your test.`
}

/** The host names of IMS: production, stage, and the one that browsers ask with cookies. */
export const imsHosts: readonly string[] = [
  'ims-na1.adobelogin.com',
  'ims-na1-stg1.adobelogin.com',
  'adobeid-na1.services.adobe.com',
]

/** The domains of Adobe's: their hosts are answered or refused, and never reached. */
export const adobeDomains: readonly string[] = [
  'adobe.com',
  'adobe.io',
  'adobe.net',
  'adobeaemcloud.com',
  'adobecqms.net',
  'adobedc.net',
  'adobedtm.com',
  'adobeioruntime.net',
  'adobelogin.com',
  'adobess.com',
]
