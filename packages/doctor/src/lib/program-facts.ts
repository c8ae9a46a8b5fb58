/** What `package.json` and its neighbours say. */
export interface ProgramFacts {
  /** The `package.json`, for the findings. */
  readonly file: string
  /** What builds the page, as far as the dependencies tell. */
  readonly framework:
    | 'create-react-app'
    | 'vite'
    | 'next'
    | 'angular'
    | 'vue-cli'
    | 'nuxt'
    | 'gatsby'
    | 'astro'
    | 'none'
  /** The beginnings of variables' names that the build hands to the page, when the settings name their own. */
  readonly publicPrefixes?: readonly string[] | undefined
  /** What `engines.node` and files such as `.nvmrc` ask for, by file. */
  readonly nodeVersions?: Readonly<Record<string, string>> | undefined
  /** Versions of Mudbrick's packages, by name. */
  readonly mudbrickVersions?: Readonly<Record<string, string>> | undefined
}

/** A certificate file that a variable names. */
export interface CertificateFile {
  /** The variable, such as `SSL_CRT_FILE`. */
  readonly variable: string
  readonly path: string
  readonly state: 'missing' | 'unreadable' | 'expired' | 'other-name' | 'good'
}
