import type { JsonFields } from '@mudbrick/http'

/** The shape that content fragments of one kind have. */
export interface ContentFragmentModel {
  /** Names the model to the API. */
  readonly id: string
  /** Where the model lies in the repository. */
  readonly path: string
  /** The title to show. */
  readonly name: string
  /** What the model is for. */
  readonly description: string | undefined
  /** `enabled`, `disabled` or `draft`. */
  readonly status: string | undefined
  /** Whether the preview tier has this version of the model. */
  readonly previewStatus: string | undefined
  /** Whether the model can no longer be changed. */
  readonly isLocked: boolean | undefined
  /** Names this version of the model. */
  readonly etag: string | undefined
  /** When the model was created, in epoch milliseconds. */
  readonly createdAt: number | undefined
  /** Who created the model. */
  readonly createdBy: string | undefined
  /** When the model was last changed, in epoch milliseconds. */
  readonly modifiedAt: number | undefined
  /** Who last changed the model. */
  readonly modifiedBy: string | undefined
  /** What a fragment consists of; only in the `full` projection. */
  readonly fields: readonly ContentFragmentModelField[] | undefined
}

/** One field of a content fragment model. */
export interface ContentFragmentModelField {
  /** The kind of value, such as `text` or `content-reference`. */
  readonly type: string
  /** Names the field in fragments. */
  readonly name: string
  /** The label that authors see. */
  readonly label: string | undefined
  /** The explanation that authors see. */
  readonly description: string | undefined
  /** Whether a fragment must have a value here. */
  readonly isRequired: boolean
  /** Whether a fragment may have several values here. */
  readonly isMultiple: boolean
}

/** Translates a model from the wire. Members that it does not know are left out, as AEM asks. */
export function parseContentFragmentModel(wire: JsonFields): ContentFragmentModel {
  const { required, optional, within } = wire
  const created = within(optional('created', 'object') ?? {}, 'created')
  const modified = within(optional('modified', 'object') ?? {}, 'modified')
  return {
    id: required('id', 'string'),
    path: required('path', 'string'),
    name: required('name', 'string'),
    description: optional('description', 'string'),
    status: optional('status', 'string'),
    previewStatus: optional('previewStatus', 'string'),
    isLocked: optional('locked', 'boolean'),
    etag: optional('etag', 'string'),
    createdAt: parseInstant(created.optional('at', 'string')),
    createdBy: created.optional('by', 'string'),
    modifiedAt: parseInstant(modified.optional('at', 'string')),
    modifiedBy: modified.optional('by', 'string'),
    fields: optional('fields', 'array')?.map((field, index) =>
      parseField(within(field, `fields[${index}]`)),
    ),
  }
}

function parseInstant(text: string | undefined): number | undefined {
  const instant = Date.parse(text ?? '')
  return Number.isNaN(instant) ? undefined : instant
}

function parseField({ required, optional }: JsonFields): ContentFragmentModelField {
  return {
    type: required('type', 'string'),
    name: required('name', 'string'),
    label: optional('label', 'string'),
    description: optional('description', 'string'),
    isRequired: optional('required', 'boolean') ?? false,
    isMultiple: optional('multiple', 'boolean') ?? false,
  }
}
