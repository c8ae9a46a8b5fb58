import type { Configuration } from '../configuration.ts'
import type { Probe, ProbeOutcome } from '../probe.ts'
import type { Observation, Rule } from '../rule.ts'

type OutcomeOf<Kind extends ProbeOutcome['kind']> = Extract<ProbeOutcome, { readonly kind: Kind }>
type Judge<Kind extends ProbeOutcome['kind']> = (
  outcome: OutcomeOf<Kind>,
  probe: Probe,
) => Pick<Observation, 'sentence' | 'fix'> | undefined

export const certificateUntrusted: Rule = {
  code: 'certificate_untrusted',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'failed', ({ reason }, { service, origin }) =>
      /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_UNTRUSTED/.test(reason)
        ? {
            sentence: `${service} at ${origin} has a certificate that this computer does not trust (${reason}).`,
            fix: 'For the sandbox, trust its ca.crt and name it in NODE_EXTRA_CA_CERTS; at Adobe, a proxy reads along: name the certificate of its authority there.',
          }
        : undefined,
    ),
}

export const certificateExpired: Rule = {
  code: 'certificate_expired',
  severity: 'error',
  place: {},
  observe: (configuration) => [
    ...judge(configuration, 'failed', ({ reason }, { service, origin }) =>
      /CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/.test(reason)
        ? {
            sentence: `The certificate of ${service} at ${origin} is not valid now (${reason}).`,
            fix: 'Check the clock of this computer; at the sandbox, remove ~/.mudbrick/certificate and start it again.',
          }
        : undefined,
    ),
    ...configuration.certificates
      .filter(({ state }) => state === 'expired')
      .map(({ variable, path }) => ({
        variable,
        sentence: `The certificate ${path} of ${variable} has ended.`,
        fix: 'Make a new one, and start the local server again.',
      })),
  ],
}

export const certificateWrongName: Rule = {
  code: 'certificate_wrong_name',
  severity: 'error',
  place: {},
  observe: (configuration) => [
    ...judge(configuration, 'failed', ({ reason }, { service, origin }) =>
      /ALTNAME_INVALID/.test(reason)
        ? {
            sentence: `The certificate of ${service} at ${origin} is for another name.`,
            fix: 'Use the name that the certificate has (localhost is not 127.0.0.1), or make one for this name.',
          }
        : undefined,
    ),
    ...configuration.certificates
      .filter(({ state }) => state === 'other-name')
      .map(({ variable, path }) => ({
        variable,
        sentence: `The certificate ${path} of ${variable} is not for localhost.`,
        fix: 'Make one for the name at which you open the application.',
      })),
  ],
}

export const endpointBehindProxy: Rule = {
  code: 'endpoint_behind_proxy',
  severity: 'error',
  place: {},
  observe: (configuration) => [
    ...judge(configuration, 'failed', ({ reason, isProxied }, { service, origin }) =>
      isProxied && !isAboutCertificate(reason)
        ? {
            sentence: `${service} at ${origin} does not answer (${reason}), and the environment names a proxy for it.`,
            fix: 'Check HTTPS_PROXY and NO_PROXY; with Node.js 24, NODE_USE_ENV_PROXY=1 makes fetch use them.',
          }
        : undefined,
    ),
    ...judge(
      configuration,
      'answered',
      ({ status, isOfService, isHibernated }, { service, origin }) =>
        status === 407 || (!isOfService && isHibernated !== true)
          ? {
              sentence: `Something else answers in place of ${service} at ${origin} (HTTP ${status}), such as a proxy or a sign-in page of the network.`,
              fix: 'Open the address in a browser to see what answers, and let this host through.',
            }
          : undefined,
    ),
  ],
}

export const endpointUnreachable: Rule = {
  code: 'endpoint_unreachable',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'failed', ({ reason, isProxied }, { service, origin }) =>
      isProxied || isAboutCertificate(reason)
        ? undefined
        : {
            sentence: `${service} at ${origin} does not answer (${reason}).`,
            fix: 'Check the host for a misspelling, and the network; with --offline this is not asked.',
          },
    ),
}

/** From when on a skew breaks tokens that are checked by the minute. */
const toleratedSkewMs = 30_000

export const clockSkew: Rule = {
  code: 'clock_skew',
  severity: 'warning',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'answered', ({ clockAheadMs = 0 }, { service }) =>
      Math.abs(clockAheadMs) < toleratedSkewMs
        ? undefined
        : {
            sentence: `The clock of this computer is ${Math.round(Math.abs(clockAheadMs) / 1000)} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} that of ${service}, so that tokens seem to end too ${clockAheadMs > 0 ? 'early' : 'late'}.`,
            fix: 'Let the system set its clock from the network.',
          },
    ).slice(0, 1),
}

export const environmentHibernated: Rule = {
  code: 'environment_hibernated',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'answered', ({ isHibernated }, { origin }) =>
      isHibernated === true
        ? {
            sentence: `The AEM environment at ${origin} is hibernated, and answers every call with a page.`,
            fix: 'Sign in to Cloud Manager or the Developer Console of the environment, and de-hibernate it.',
          }
        : undefined,
    ),
}

/** Commerce answers 401 both for a bad token and for a right that is missing. */
export const permissionMissing: Rule = {
  code: 'permission_missing',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'answered', ({ missingResource, refusal }, { service, origin }) => {
      if (missingResource !== undefined) {
        return {
          sentence: `Commerce answers 401 although the token is good: the user lacks ${missingResource}. A new token does not help.`,
          fix: 'Give the user’s role this resource in the Commerce Admin, or the product profile in the Admin Console.',
        }
      }
      if (refusal === undefined) return undefined
      return {
        sentence: `${service} at ${origin} answers 403: ${refusals[refusal]}.`,
        fix: refusalFixes[refusal],
      }
    }),
}

const refusals = {
  'allow-list': 'the client id is not on the allow-list of the environment',
  scope: 'the token lacks a scope',
  rights: 'the user may not read this',
} as const

const refusalFixes = {
  'allow-list': 'Add the client id to config/api.yaml, and run the config pipeline.',
  scope: 'Add the scope to the application and sign in again.',
  rights: 'Give the user a product profile of this environment in the Admin Console.',
} as const

export const clientUnknown: Rule = {
  code: 'client_unknown',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'authorization', ({ ledTo, error }, { origin }) =>
      error === 'invalid_client' || error === 'unauthorized_client'
        ? {
            sentence: `IMS at ${origin} does not know the client id (${error}${ledTo === undefined ? '' : ', sent back to the application'}).`,
            fix: 'Copy the client id from the credential’s page in the Developer Console.',
          }
        : undefined,
    ),
}

export const scopeRefused: Rule = {
  code: 'scope_refused',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'authorization', ({ error }, { origin }) =>
      error === 'invalid_scope'
        ? {
            sentence: `IMS at ${origin} refuses the scopes (invalid_scope): the credential may not ask for one of them.`,
            fix: 'Compare them with the credential’s page in the Developer Console, and add the API that brings the one that is missing.',
          }
        : undefined,
    ),
}

/** What IMS says is more than what a download says. */
export const redirectUriLedElsewhere: Rule = {
  code: 'redirect_uri_led_elsewhere',
  severity: 'error',
  place: {},
  observe: (configuration) =>
    judge(configuration, 'authorization', ({ redirectUri, ledTo }) =>
      ledTo === undefined || ledTo === redirectUri
        ? undefined
        : {
            sentence: `Asked for ${redirectUri}, IMS leads to ${ledTo}: no redirect URI pattern of the credential matches the first.`,
            fix: 'Add a pattern for it in the Developer Console, or write the address that is registered.',
          },
    ),
}

/** What goes wrong with a certificate goes wrong behind a proxy too. */
function isAboutCertificate(reason: string): boolean {
  return /CERT|SIGNED|ISSUER|LEAF_SIGNATURE/.test(reason)
}

function judge<Kind extends ProbeOutcome['kind']>(
  { probes }: Configuration,
  kind: Kind,
  judgeOutcome: Judge<Kind>,
): readonly Observation[] {
  return probes.flatMap((probe) => {
    const { outcome } = probe
    const judged = isOutcome(outcome, kind) ? judgeOutcome(outcome, probe) : undefined
    return judged ? [judged] : []
  })
}

function isOutcome<Kind extends ProbeOutcome['kind']>(
  outcome: ProbeOutcome,
  kind: Kind,
): outcome is OutcomeOf<Kind> {
  return outcome.kind === kind
}
