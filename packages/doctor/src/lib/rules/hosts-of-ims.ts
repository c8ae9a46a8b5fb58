import type { Configuration } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import type { Observation, Rule } from '../rule.ts'
import { observeSource } from './source-place.ts'

/** Adobe documents one host of IMS for applications: ims-na1.adobelogin.com. */
export const imsHostOutdated: Rule = {
  code: 'ims_host_outdated',
  severity: 'warning',
  place: applicationVariables,
  observe: (configuration) => [
    ...observeSource(configuration, 'imslib-environment', ({ environment }) =>
      environment.startsWith('stg')
        ? {
            sentence: `window.adobeid names the environment ${environment}, which is Adobe’s internal stage, where credentials of the Developer Console are not known.`,
            fix: "Write environment: 'prod'.",
          }
        : undefined,
    ),
    ...addresses(configuration).flatMap(({ url, isInSource, observe }) => {
      const kind = describeHost(url.hostname)
      // A program may know several hosts and choose one by a setting; an endpoint is asked.
      if (kind === undefined || (isInSource && !url.pathname.startsWith('/ims/'))) return []
      return [
        observe(
          `the host ${url.hostname}, which is ${kind}`,
          `Write ${withHost(url, 'ims-na1.adobelogin.com')}.`,
        ),
      ]
    }),
  ],
}

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims */
export const imsEndpointOutdated: Rule = {
  code: 'ims_endpoint_outdated',
  severity: 'warning',
  place: applicationVariables,
  observe: (configuration) =>
    addresses(configuration).flatMap(({ url, observe }) => {
      if (/^\/ims\/exchange\/(?:v1\/)?jwt\/?$/.test(url.pathname)) {
        return [
          {
            ...observe(
              'the exchange of a JWT, which Adobe has ended',
              'Make an OAuth Server-to-Server credential, and POST grant_type=client_credentials to /ims/token/v3.',
            ),
            severity: 'error' as const,
          },
        ]
      }
      if (/^\/ims\/token(?:\/v[12])?\/?$/.test(url.pathname)) {
        return [
          observe(
            'an old version of the token endpoint, whose expires_in may be in milliseconds',
            'Write /ims/token/v3, and read expires_in as seconds.',
          ),
        ]
      }
      return []
    }),
}

function addresses({ variables, source, variablePlaces, variablesFile }: Configuration): readonly {
  readonly url: URL
  readonly isInSource: boolean
  readonly observe: (what: string, fix: string) => Observation
}[] {
  const written = variables.flatMap(({ name, value }) => {
    const place = variablePlaces[name] ?? { file: variablesFile }
    return { value, subject: `${name} has`, place, isInSource: false }
  })
  const inSource = source.flatMap((fact) =>
    fact.kind === 'address'
      ? [{ value: fact.value, subject: `${fact.file} has`, place: placeOf(fact), isInSource: true }]
      : [],
  )
  return [...written, ...inSource].flatMap(({ value, subject, place, isInSource }) => {
    const url = URL.parse(value)
    if (!url) return []
    return [
      {
        url,
        isInSource,
        observe: (what, fix) => ({ ...place, sentence: `${subject} ${what}.`, fix }),
      },
    ]
  })
}

function placeOf({ file, line, column }: { file: string; line: number; column?: number }): {
  file: string
  line: number
  column?: number
} {
  return { file, line, ...(column !== undefined && { column }) }
}

function describeHost(hostname: string): string | undefined {
  if (/^adobeid(?:-[a-z\d-]+)?\.services\.adobe\.com$/.test(hostname)) {
    return 'the one of Adobe’s own browser library and not documented for applications'
  }
  if (/-stg\d*\.(?:adobelogin|services\.adobe)\.com$/.test(hostname)) {
    return 'Adobe’s internal stage, where credentials of the Developer Console are not known'
  }
  if (/^ims[a-z\d-]*\.adobelogin\.com$/.test(hostname) && hostname !== 'ims-na1.adobelogin.com') {
    return 'no host of IMS that Adobe documents'
  }
  return undefined
}

function withHost(url: URL, host: string): string {
  const changed = new URL(url)
  changed.host = host
  return changed.href.replace(/\/$/, '')
}
