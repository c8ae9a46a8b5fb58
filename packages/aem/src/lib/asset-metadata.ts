import { ConfigurationError, type ReceivedResponse } from '@mudbrick/http'
import { isJsonObject } from '@mudbrick/http/internal'
import type { AemClient } from './aem-client.ts'
import { apiKeyHeader, readAemJson, requestAem } from './aem-request.ts'

/** What AEM knows of an asset. */
export interface AssetMetadata {
  /** Names the asset; begins with `urn:aaid:aem:`. */
  readonly assetId: string
  /** What people say of the asset, by property, such as `dc:title`. */
  readonly assetMetadata: Readonly<Record<string, unknown>>
  /** What the repository says of it, by property, such as `repo:path`. */
  readonly repositoryMetadata: Readonly<Record<string, unknown>>
  /** Names this version of the metadata, where AEM lets it be read. */
  readonly etag: string | undefined
}

/** Options of reading metadata. */
export interface ReadAssetMetadataOptions {
  /**
   * The metadata as last seen. If AEM says that they are still the same, they are what the call
   * returns: the very same object.
   */
  readonly known?: AssetMetadata | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/**
 * One step of a change to metadata.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4
 */
export type JsonPatchOperation =
  | {
      /** Sets, or asks for, a value. */
      readonly op: 'add' | 'replace' | 'test'
      /** The property as a JSON pointer, such as `/dc:title`. */
      readonly path: string
      /** The value to set, or that has to be there. */
      readonly value: unknown
    }
  | {
      /** Removes a value. */
      readonly op: 'remove'
      /** The property as a JSON pointer. */
      readonly path: string
    }
  | {
      /** Takes a value from elsewhere. */
      readonly op: 'copy' | 'move'
      /** Where the value is, as a JSON pointer. */
      readonly from: string
      /** Where it goes, as a JSON pointer. */
      readonly path: string
    }

/** Options of changing metadata. */
export interface UpdateAssetMetadataOptions {
  /** The `etag` that was read; `*` for any version, which may overwrite the change of another user. */
  readonly etag: string
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** What AEM says after a change. */
export interface AssetMetadataUpdate {
  /** Names the new version of the metadata, where AEM says so and lets it be read. */
  readonly etag: string | undefined
}

/**
 * Reads the metadata of an asset.
 *
 * @throws {@link AemError} when AEM refuses.
 * @throws {@link ConfigurationError} for a client without `apiKey`, and for an invalid asset id;
 *   nothing is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/assets/author/
 *
 * @example
 * ```ts
 * const { assetMetadata, etag } = await readAssetMetadata(aem, assetId)
 * console.log(assetMetadata['dc:title'])
 * ```
 */
export async function readAssetMetadata(
  aem: AemClient,
  assetId: string,
  { known, signal }: ReadAssetMetadataOptions = {},
): Promise<AssetMetadata> {
  const received = await requestAem(aem, {
    path: pathOf(assetId),
    headers: { ...apiKeyHeader(aem), 'if-none-match': known?.etag },
    understood: known?.etag ? [304] : [],
    signal,
  })
  return received.status === 304 && known ? known : parseMetadata(received)
}

/**
 * Changes the metadata of an asset, if they have not changed since they were read.
 *
 * @throws {@link AemError} when AEM refuses; with `status` 412 the metadata have changed meanwhile.
 * @throws {@link ConfigurationError} for a client without `apiKey`, and for an invalid asset id;
 *   nothing is sent then.
 * @throws {@link NetworkError} when there was no response; whether AEM got the request is unknown.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/api/stable/assets/author/
 *
 * @example
 * ```ts
 * const { etag = '*' } = await readAssetMetadata(aem, assetId)
 * const title = { op: 'add', path: '/dc:title', value: 'Summer' } as const
 * await updateAssetMetadata(aem, assetId, [title], { etag })
 * ```
 */
export async function updateAssetMetadata(
  aem: AemClient,
  assetId: string,
  operations: readonly JsonPatchOperation[],
  { etag, signal }: UpdateAssetMetadataOptions,
): Promise<AssetMetadataUpdate> {
  const received = await requestAem(aem, {
    method: 'PATCH',
    path: pathOf(assetId),
    headers: {
      ...apiKeyHeader(aem),
      'content-type': 'application/json-patch+json',
      'if-match': etag,
    },
    json: operations,
    signal,
  })
  return { etag: received.headers.get('etag') ?? undefined }
}

function pathOf(assetId: string): string {
  if (/^urn:aaid:aem:[\w-]+$/.test(assetId)) return `/adobe/assets/${assetId}/metadata`
  const message =
    'assetId is not an asset id of AEM: give one like urn:aaid:aem:11111111-2222-4333-8444-555555555555.'
  throw new ConfigurationError('invalid_option', 'assetId', message)
}

function parseMetadata(received: ReceivedResponse): AssetMetadata {
  const { required, optional } = readAemJson(received)
  return {
    assetId: required('assetId', 'string'),
    assetMetadata: toRecord(optional('assetMetadata', 'object')),
    repositoryMetadata: toRecord(optional('repositoryMetadata', 'object')),
    etag: received.headers.get('etag') ?? undefined,
  }
}

function toRecord(value: object | undefined): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {}
}
