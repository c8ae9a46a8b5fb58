/** One thing that will not work, or not as meant, and where to change it. */
export interface Finding {
  /** Names the rule; it does not change between releases. */
  readonly code: FindingCode
  /** `error` does not work; `warning` works by luck or not everywhere; `advice` could be better. */
  readonly severity: Severity
  /** What is wrong, as one sentence. */
  readonly sentence: string
  /** What to do about it, as one sentence. */
  readonly fix: string
  /** The file to change; missing where the change is made in the Developer Console. */
  readonly file?: string
  /** Where in the file, counted from 1; only for files that were given as a text. */
  readonly line?: number
  /** Where in the line, counted from 1. */
  readonly column?: number
  /** Where the file lies in an AEM project; read your project's name for `wknd`. */
  readonly folder?: string
  /** The Cloud Manager pipeline that brings the change to AEM. */
  readonly pipeline?: Pipeline
  /** The fix as data, where a program can make it without guessing. */
  readonly change?: Change
}

/** A change of one value that is safe to make. */
export type Change =
  | { readonly kind: 'variable'; readonly name: string; readonly value: string }
  | { readonly kind: 'list-entry'; readonly key: string; readonly entry: string }

/** How bad a finding is. */
export type Severity = 'error' | 'warning' | 'advice'

/** `full-stack` deploys code with its OSGi configuration; `config` deploys what lies in the folder `config`. */
export type Pipeline = 'full-stack' | 'config'

/** What a finding is about; a rule has one, and so has each way in which a file can be wrong. */
export type FindingCode =
  | 'address_insecure'
  | 'aem_host_invalid'
  | 'aem_host_not_author'
  | 'aem_host_trailing_slash'
  | 'allow_list_misplaced'
  | 'allow_list_same_environment'
  | 'allow_list_unknown_key'
  | 'allow_list_unreadable'
  | 'allow_list_wrong_type'
  | 'api_key_missing'
  | 'certificate_checks_off'
  | 'certificate_expired'
  | 'certificate_file_missing'
  | 'certificate_untrusted'
  | 'certificate_wrong_name'
  | 'client_allowed_on_other_tier'
  | 'client_id_is_secret'
  | 'client_id_not_in_console'
  | 'client_not_allowed'
  | 'client_unknown'
  | 'clock_skew'
  | 'code_challenge_method_unknown'
  | 'code_challenge_wrong_encoding'
  | 'code_verifier_too_short'
  | 'commerce_admin_token'
  | 'commerce_host_invalid'
  | 'commerce_host_without_environment'
  | 'commerce_path_not_accs'
  | 'cors_credentials_not_allowed'
  | 'cors_header_not_allowed'
  | 'cors_header_not_exposed'
  | 'cors_method_not_allowed'
  | 'cors_origin_not_allowed'
  | 'cors_origin_not_an_origin'
  | 'cors_origin_pattern_unescaped_dot'
  | 'cors_path_not_allowed'
  | 'cors_policies_overlap'
  | 'cors_policy_any_origin'
  | 'cors_policy_duplicate_key'
  | 'cors_policy_empty_string'
  | 'cors_policy_misplaced'
  | 'cors_policy_other_tier'
  | 'cors_policy_pattern_invalid'
  | 'cors_policy_same_pid'
  | 'cors_policy_unknown_key'
  | 'cors_policy_unknown_run_mode'
  | 'cors_policy_unknown_type'
  | 'cors_policy_unreadable'
  | 'cors_policy_variable_invalid'
  | 'cors_policy_variable_unknown'
  | 'cors_policy_without_name'
  | 'cors_policy_wrong_type'
  | 'cors_scope_not_covered'
  | 'default_redirect_uri_insecure'
  | 'default_redirect_uri_invalid'
  | 'default_redirect_uri_too_long'
  | 'endpoint_behind_proxy'
  | 'endpoint_unreachable'
  | 'environment_hibernated'
  | 'environment_type_not_allowed'
  | 'expiry_ignored'
  | 'expiry_wrong_unit'
  | 'express_sdk_outdated'
  | 'grant_type_unknown'
  | 'implicit_flow'
  | 'ims_endpoint_outdated'
  | 'ims_host_outdated'
  | 'mudbrick_versions_differ'
  | 'node_version_unsupported'
  | 'nonce_missing'
  | 'offline_access_without_openid'
  | 'opener_policy_cuts_popup'
  | 'parameter_encoded_twice'
  | 'parameter_misnamed'
  | 'permission_missing'
  | 'pkce_handmade'
  | 'pkce_missing'
  | 'pkce_plain'
  | 'pkce_weak_random'
  | 'redirect_uri_exchange_differs'
  | 'redirect_uri_insecure'
  | 'redirect_uri_insecure_loopback'
  | 'redirect_uri_invalid'
  | 'redirect_uri_led_elsewhere'
  | 'redirect_uri_not_registered'
  | 'redirect_uri_only_default'
  | 'redirect_uri_other_loopback_name'
  | 'redirect_uri_other_port'
  | 'redirect_uri_other_scheme'
  | 'redirect_uri_pattern_invalid'
  | 'redirect_uri_pattern_unescaped_dot'
  | 'redirect_uri_pattern_wildcard_host'
  | 'redirect_uri_patterns_too_long'
  | 'refresh_token_reused'
  | 'sandbox_value_at_adobe'
  | 'scope_missing'
  | 'scope_misspelt'
  | 'scope_not_registered'
  | 'scope_refused'
  | 'scope_with_spaces'
  | 'scope_wrong_case'
  | 'scope_wrong_separator'
  | 'secret_in_address'
  | 'secret_in_bundle'
  | 'secret_in_front_end_variable'
  | 'state_missing'
  | 'state_not_checked'
  | 'status_text_in_error'
  | 'token_in_local_storage'
  | 'token_in_readable_cookie'
  | 'token_request_not_form'
  | 'variable_not_exposed'
  | 'variable_placeholder'
