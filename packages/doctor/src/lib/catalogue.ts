import type { FindingCode } from './finding.ts'

/** What a finding is about in general, for lists and for readers who want to know more. */
export interface Explanation {
  /** The trap, in one sentence. */
  readonly about: string
  /** The public document that the rule is read from. */
  readonly guide: string
}

/** Explains what a code means, and where to read about it. */
export function explainFinding(code: FindingCode): Explanation {
  const [about, guide] = catalogue[code]
  return { about, guide: guides[guide] }
}

const guides = {
  registration:
    'https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation',
  ims: 'https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims',
  service:
    'https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/implementation',
  cors: 'https://experienceleague.adobe.com/en/docs/experience-manager-learn/foundation/security/understand-cross-origin-resource-sharing',
  osgi: 'https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/deploying/configuring-osgi',
  allowList:
    'https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis',
  aem: 'https://developer.adobe.com/experience-cloud/experience-manager-apis/',
  commerce: 'https://developer.adobe.com/commerce/webapi/rest/',
  oauth: 'https://www.rfc-editor.org/rfc/rfc9700',
  express: 'https://developer.adobe.com/express/embed-sdk/docs/',
  node: 'https://nodejs.org/api/tls.html#x509-certificate-error-codes',
  variables: 'https://vite.dev/guide/env-and-mode',
  release: 'https://nodejs.org/en/about/previous-releases',
} as const

/** Every code. */
export const catalogue: Readonly<Record<FindingCode, readonly [string, keyof typeof guides]>> = {
  address_insecure: ['An address of Adobe is plain http.', 'ims'],
  aem_host_invalid: ['The AEM host is not a scheme and a host alone.', 'aem'],
  aem_host_not_author: ['The publish or preview host, for an API of the author tier.', 'aem'],
  aem_host_trailing_slash: ['The AEM host ends with a slash, so that paths begin with two.', 'aem'],
  allow_list_misplaced: ['The allow list lies where no config pipeline looks.', 'allowList'],
  allow_list_same_environment: [
    'One environment type has one allow-list; of two that name it, one is in force and it is not said which.',
    'allowList',
  ],
  allow_list_unknown_key: ['A key of the allow list that AEM does not know.', 'allowList'],
  allow_list_unreadable: ['The allow list is not YAML.', 'allowList'],
  allow_list_wrong_type: ['A value of the allow list is of the wrong type.', 'allowList'],
  api_key_missing: ['The APIs of folders and assets are called without X-Api-Key.', 'aem'],
  certificate_checks_off: ['Certificates are not checked.', 'node'],
  certificate_expired: ['A certificate is not valid now.', 'node'],
  certificate_file_missing: ['The certificate that a variable names is not there.', 'node'],
  certificate_untrusted: ['A certificate that this computer does not trust.', 'node'],
  certificate_wrong_name: ['A certificate for another name.', 'node'],
  client_allowed_on_other_tier: ['The client id is allowed on another tier only.', 'allowList'],
  client_id_is_secret: ['A client secret stands where a client id belongs.', 'registration'],
  client_id_not_in_console: ['The client id is of no credential in the download.', 'registration'],
  client_not_allowed: ['The client id is not on the allow list.', 'allowList'],
  client_unknown: ['IMS does not know the client id.', 'ims'],
  clock_skew: ['The clock of this computer is wrong.', 'ims'],
  code_challenge_method_unknown: ['The code challenge method is neither S256 nor plain.', 'oauth'],
  code_challenge_wrong_encoding: ['The code challenge is not base64url.', 'oauth'],
  code_verifier_too_short: ['The code verifier has fewer than 43 characters.', 'ims'],
  commerce_admin_token: ['A token of Commerce itself is asked of the cloud service.', 'commerce'],
  commerce_host_invalid: ['The host of Commerce lacks region, environment or tenant.', 'commerce'],
  commerce_host_without_environment: [
    'The host of Commerce names a region and no environment.',
    'commerce',
  ],
  commerce_path_not_accs: [
    'The path is of a Commerce that one hosts, at the cloud service.',
    'commerce',
  ],
  cors_credentials_not_allowed: [
    'A page sends cookies, and the policy does not support them.',
    'cors',
  ],
  cors_header_not_allowed: ['A page sends a header that the policy does not list.', 'cors'],
  cors_header_not_exposed: ['A page reads a header that the policy does not expose.', 'cors'],
  cors_method_not_allowed: ['A page uses a method that the policy does not list.', 'cors'],
  cors_origin_not_allowed: ['No policy allows the page’s origin.', 'cors'],
  cors_origin_not_an_origin: ['An entry of alloworigin is not an origin.', 'cors'],
  cors_origin_pattern_unescaped_dot: [
    'A dot in an origin pattern stands for any character.',
    'cors',
  ],
  cors_path_not_allowed: ['No policy covers the path of a call.', 'cors'],
  cors_policies_overlap: ['Two policies match the same call and decide differently.', 'cors'],
  cors_policy_any_origin: ['A policy allows any origin with credentials.', 'cors'],
  cors_policy_duplicate_key: ['A key comes twice in a policy.', 'osgi'],
  cors_policy_empty_string: ['A list of a policy holds an empty text.', 'cors'],
  cors_policy_misplaced: ['A policy lies where the full-stack pipeline does not look.', 'osgi'],
  cors_policy_other_tier: ['The only policies are for another tier.', 'osgi'],
  cors_policy_pattern_invalid: ['A pattern of a policy is no regular expression.', 'cors'],
  cors_policy_same_pid: ['Two policies have one PID, so that AEM keeps one.', 'osgi'],
  cors_policy_unknown_key: ['A key of a policy that AEM does not know.', 'cors'],
  cors_policy_unknown_run_mode: [
    'The folder of a policy names a run mode that AEM does not know.',
    'osgi',
  ],
  cors_policy_unknown_type: ['A type behind a key that OSGi does not know.', 'osgi'],
  cors_policy_unreadable: ['A policy is no JSON.', 'osgi'],
  cors_policy_variable_invalid: ['A variable of a policy is written wrongly.', 'osgi'],
  cors_policy_variable_unknown: ['A variable of a policy has no value.', 'osgi'],
  cors_policy_without_name: ['The name of the policy file lacks its part after the ~.', 'osgi'],
  cors_policy_wrong_type: ['A value of a policy is of the wrong type.', 'osgi'],
  cors_scope_not_covered: ['A page asks for a scope whose calls no policy covers.', 'cors'],
  default_redirect_uri_insecure: ['The default redirect URI is plain http.', 'registration'],
  default_redirect_uri_invalid: ['The default redirect URI is no plain address.', 'registration'],
  default_redirect_uri_too_long: [
    'The default redirect URI has more than 256 characters.',
    'registration',
  ],
  endpoint_behind_proxy: ['Something else answers in place of Adobe.', 'node'],
  endpoint_unreachable: ['A service does not answer.', 'node'],
  environment_hibernated: ['The AEM environment is hibernated.', 'aem'],
  environment_type_not_allowed: ['The allow list is for other types of environment.', 'allowList'],
  expiry_ignored: ['Nothing reads when a token ends.', 'ims'],
  expiry_wrong_unit: ['Seconds are taken for milliseconds.', 'ims'],
  express_sdk_outdated: ['Version 1 or 2 of the Express Embed SDK.', 'express'],
  grant_type_unknown: ['The grant type is spelt in a way that IMS does not know.', 'ims'],
  implicit_flow: ['An access token is asked for in the address.', 'registration'],
  ims_endpoint_outdated: ['An endpoint of IMS that is old or has ended.', 'ims'],
  ims_host_outdated: ['A host of IMS that Adobe does not document.', 'ims'],
  mudbrick_versions_differ: ['Packages of Mudbrick in different versions.', 'release'],
  node_version_unsupported: ['A Node.js that Mudbrick does not run on.', 'release'],
  nonce_missing: ['The authorization request has no nonce.', 'oauth'],
  offline_access_without_openid: ['offline_access without openid or AdobeID.', 'ims'],
  opener_policy_cuts_popup: ['A header cuts the page off from its popup.', 'oauth'],
  parameter_encoded_twice: ['A parameter is encoded twice.', 'ims'],
  parameter_misnamed: ['A parameter has a name that IMS does not know.', 'ims'],
  permission_missing: ['A refusal that is a missing right, not a bad token.', 'commerce'],
  pkce_handmade: ['The code challenge is computed by a library of its own.', 'oauth'],
  pkce_missing: ['A page signs in without a code challenge.', 'oauth'],
  pkce_plain: ['The code challenge is the verifier.', 'oauth'],
  pkce_weak_random: ['Verifier, state or nonce come from Math.random.', 'oauth'],
  redirect_uri_exchange_differs: ['Two redirect URIs for one code.', 'ims'],
  redirect_uri_insecure: ['The redirect URI is plain http.', 'registration'],
  redirect_uri_insecure_loopback: [
    'The redirect URI is plain http, on this computer.',
    'registration',
  ],
  redirect_uri_invalid: ['The redirect URI is no whole address.', 'registration'],
  redirect_uri_led_elsewhere: [
    'IMS leads to another address than the one asked for.',
    'registration',
  ],
  redirect_uri_not_registered: ['No pattern matches the redirect URI.', 'registration'],
  redirect_uri_only_default: ['The redirect URI works only as the default.', 'registration'],
  redirect_uri_other_loopback_name: ['localhost against 127.0.0.1.', 'registration'],
  redirect_uri_other_port: ['The redirect URI has another port than the page.', 'registration'],
  redirect_uri_other_scheme: ['http against https.', 'registration'],
  redirect_uri_pattern_invalid: [
    'A redirect URI pattern is no regular expression.',
    'registration',
  ],
  redirect_uri_pattern_unescaped_dot: ['A dot of a pattern is not escaped.', 'registration'],
  redirect_uri_pattern_wildcard_host: ['A pattern leaves the host open.', 'registration'],
  redirect_uri_patterns_too_long: [
    'The patterns have more than 512 characters together.',
    'registration',
  ],
  refresh_token_reused: ['A refresh token is used twice.', 'ims'],
  sandbox_value_at_adobe: ['A value of the sandbox, sent to Adobe.', 'registration'],
  scope_missing: ['A scope is missing.', 'ims'],
  scope_misspelt: ['A scope is misspelt.', 'ims'],
  scope_not_registered: ['The credential may not ask for a scope.', 'ims'],
  scope_refused: ['IMS refuses the scopes.', 'ims'],
  scope_with_spaces: ['Blanks in place of commas between the scopes of a service.', 'service'],
  scope_wrong_case: ['A scope in other capitals.', 'ims'],
  scope_wrong_separator: ['Scopes are separated by something else than commas and blanks.', 'ims'],
  secret_in_address: ['A client secret is part of an address.', 'oauth'],
  secret_in_bundle: ['A secret in a file of the page.', 'oauth'],
  secret_in_front_end_variable: ['A secret in a variable that goes into the page.', 'variables'],
  state_missing: ['The authorization request has no state.', 'oauth'],
  state_not_checked: ['The state of the answer is never compared.', 'oauth'],
  status_text_in_error: ['statusText, which is empty over HTTP/2.', 'aem'],
  token_in_local_storage: ['A token in localStorage.', 'oauth'],
  token_in_readable_cookie: ['A page writes a token into a cookie.', 'oauth'],
  token_request_not_form: ['The token request is JSON.', 'ims'],
  variable_not_exposed: ['A variable that the build does not hand to the page.', 'variables'],
  variable_placeholder: ['A placeholder that was not replaced.', 'registration'],
}
