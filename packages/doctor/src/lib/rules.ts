import type { Rule } from './rule.ts'
import { addressInsecure } from './rules/address-insecure.ts'
import { aemHostInvalid } from './rules/aem-host-invalid.ts'
import { aemHostNotAuthor } from './rules/aem-host-not-author.ts'
import { aemHostTrailingSlash } from './rules/aem-host-trailing-slash.ts'
import { clientAllowedOnOtherTier } from './rules/client-allowed-on-other-tier.ts'
import { clientNotAllowed } from './rules/client-not-allowed.ts'
import { commerceHostInvalid } from './rules/commerce-host-invalid.ts'
import { corsCredentialsNotAllowed } from './rules/cors-credentials-not-allowed.ts'
import { corsHeaderNotAllowed } from './rules/cors-header-not-allowed.ts'
import { corsHeaderNotExposed } from './rules/cors-header-not-exposed.ts'
import { corsMethodNotAllowed } from './rules/cors-method-not-allowed.ts'
import { corsOriginNotAllowed } from './rules/cors-origin-not-allowed.ts'
import { corsOriginPatternUnescapedDot } from './rules/cors-origin-pattern-unescaped-dot.ts'
import { corsPathNotAllowed } from './rules/cors-path-not-allowed.ts'
import { defaultRedirectUriInsecure } from './rules/default-redirect-uri-insecure.ts'
import { defaultRedirectUriInvalid } from './rules/default-redirect-uri-invalid.ts'
import { defaultRedirectUriTooLong } from './rules/default-redirect-uri-too-long.ts'
import { environmentTypeNotAllowed } from './rules/environment-type-not-allowed.ts'
import { redirectUriInsecure, redirectUriInsecureLoopback } from './rules/redirect-uri-insecure.ts'
import { redirectUriInvalid } from './rules/redirect-uri-invalid.ts'
import { redirectUriNotRegistered } from './rules/redirect-uri-not-registered.ts'
import { redirectUriOnlyDefault } from './rules/redirect-uri-only-default.ts'
import { redirectUriOtherLoopbackName } from './rules/redirect-uri-other-loopback-name.ts'
import { redirectUriOtherPort } from './rules/redirect-uri-other-port.ts'
import { redirectUriOtherScheme } from './rules/redirect-uri-other-scheme.ts'
import { redirectUriPatternInvalid } from './rules/redirect-uri-pattern-invalid.ts'
import { redirectUriPatternUnescapedDot } from './rules/redirect-uri-pattern-unescaped-dot.ts'
import { redirectUriPatternWildcardHost } from './rules/redirect-uri-pattern-wildcard-host.ts'
import { redirectUriPatternsTooLong } from './rules/redirect-uri-patterns-too-long.ts'
import { scopeMissing } from './rules/scope-missing.ts'
import { scopeMisspelt } from './rules/scope-misspelt.ts'
import { scopeNotRegistered } from './rules/scope-not-registered.ts'
import { scopeWrongCase } from './rules/scope-wrong-case.ts'
import { secretInFrontEndVariable } from './rules/secret-in-front-end-variable.ts'
import { variablePlaceholder } from './rules/variable-placeholder.ts'

import {
  certificateExpired,
  certificateUntrusted,
  certificateWrongName,
  clientUnknown,
  clockSkew,
  endpointBehindProxy,
  endpointUnreachable,
  environmentHibernated,
  permissionMissing,
  redirectUriLedElsewhere,
  scopeRefused,
} from './rules/answers.ts'
import {
  nonceMissing,
  pkceHandmade,
  pkceMissing,
  pkcePlain,
  pkceWeakRandom,
  redirectUriExchangeDiffers,
  stateMissing,
} from './rules/authorization-request.ts'
import {
  corsPoliciesOverlap,
  corsPolicyEmptyString,
  corsScopeNotCovered,
} from './rules/cors-policies.ts'
import {
  corsOriginNotAnOrigin,
  corsPolicyAnyOrigin,
  corsPolicyOtherTier,
} from './rules/cors-policy-mistakes.ts'
import {
  apiKeyMissing,
  clientIdIsSecret,
  commerceAdminToken,
  commerceHostWithoutEnvironment,
} from './rules/requests-to-apis.ts'
import {
  certificateChecksOff,
  codeChallengeMethodUnknown,
  codeChallengeWrongEncoding,
  codeVerifierTooShort,
  grantTypeUnknown,
  implicitFlow,
  openerPolicyCutsPopup,
  parameterEncodedTwice,
  parameterMisnamed,
  secretInAddress,
  stateNotChecked,
  tokenRequestNotForm,
} from './rules/requests-in-source.ts'
import { scopeWrongSeparator } from './rules/scope-lists.ts'
import { imsEndpointOutdated, imsHostOutdated } from './rules/hosts-of-ims.ts'
import {
  certificateFileMissing,
  clientIdNotInConsole,
  commercePathNotAccs,
  mudbrickVersionsDiffer,
  nodeVersionUnsupported,
  offlineAccessWithoutOpenid,
  sandboxValueAtAdobe,
  scopeWithSpaces,
  variableNotExposed,
} from './rules/program.ts'
import {
  expiryIgnored,
  expiryWrongUnit,
  expressSdkOutdated,
  refreshTokenReused,
  secretInBundle,
  statusTextInError,
  tokenInLocalStorage,
  tokenInReadableCookie,
} from './rules/tokens-in-source.ts'

/** Everything the doctor looks for, in the order of an application's way: signing in, then calling AEM. */
export const rules: readonly Rule[] = [
  redirectUriInvalid,
  redirectUriInsecure,
  redirectUriInsecureLoopback,
  redirectUriOtherScheme,
  redirectUriOtherPort,
  redirectUriOtherLoopbackName,
  redirectUriNotRegistered,
  redirectUriOnlyDefault,
  redirectUriPatternInvalid,
  redirectUriPatternUnescapedDot,
  redirectUriPatternWildcardHost,
  redirectUriPatternsTooLong,
  defaultRedirectUriInvalid,
  defaultRedirectUriInsecure,
  defaultRedirectUriTooLong,
  variablePlaceholder,
  addressInsecure,
  secretInFrontEndVariable,
  aemHostInvalid,
  aemHostTrailingSlash,
  aemHostNotAuthor,
  commerceHostInvalid,
  scopeMissing,
  scopeMisspelt,
  scopeWrongCase,
  scopeWrongSeparator,
  scopeNotRegistered,
  corsOriginNotAllowed,
  corsPathNotAllowed,
  corsMethodNotAllowed,
  corsHeaderNotAllowed,
  corsCredentialsNotAllowed,
  corsHeaderNotExposed,
  corsOriginPatternUnescapedDot,
  clientNotAllowed,
  clientAllowedOnOtherTier,
  environmentTypeNotAllowed,
  redirectUriLedElsewhere,
  sandboxValueAtAdobe,
  clientIdNotInConsole,
  clientUnknown,
  imsHostOutdated,
  imsEndpointOutdated,
  scopeWithSpaces,
  offlineAccessWithoutOpenid,
  scopeRefused,
  commercePathNotAccs,
  variableNotExposed,
  clientIdIsSecret,
  parameterMisnamed,
  parameterEncodedTwice,
  grantTypeUnknown,
  secretInBundle,
  secretInAddress,
  implicitFlow,
  pkceMissing,
  pkcePlain,
  pkceWeakRandom,
  codeVerifierTooShort,
  codeChallengeWrongEncoding,
  codeChallengeMethodUnknown,
  stateMissing,
  stateNotChecked,
  nonceMissing,
  pkceHandmade,
  tokenRequestNotForm,
  redirectUriExchangeDiffers,
  refreshTokenReused,
  expiryWrongUnit,
  expiryIgnored,
  tokenInLocalStorage,
  tokenInReadableCookie,
  statusTextInError,
  certificateChecksOff,
  openerPolicyCutsPopup,
  apiKeyMissing,
  commerceAdminToken,
  commerceHostWithoutEnvironment,
  expressSdkOutdated,
  corsOriginNotAnOrigin,
  corsPolicyAnyOrigin,
  corsPolicyOtherTier,
  corsPoliciesOverlap,
  corsPolicyEmptyString,
  corsScopeNotCovered,
  certificateFileMissing,
  certificateUntrusted,
  certificateExpired,
  certificateWrongName,
  endpointUnreachable,
  endpointBehindProxy,
  environmentHibernated,
  permissionMissing,
  clockSkew,
  nodeVersionUnsupported,
  mudbrickVersionsDiffer,
]
