import type { SeedContentFragmentModel, SeedField } from '../seed/seed.ts'
import { createNumberSequence } from './number-sequence.ts'

/** WKND's activities, by the names of its tags. */
const activities = [
  'Camping',
  'Climbing',
  'Cycling',
  'Hiking',
  'Hunting and Fishing',
  'Running',
  'Skateboarding',
  'Skiing',
  'Snowboarding',
  'Social',
  'Surfing',
]

/** What a travel magazine would write about each of them. */
const kinds: readonly { readonly name: string; readonly fields: readonly SeedField[] }[] = [
  { name: 'Checklist', fields: [text('item', 'Item', true), flag('isEssential', 'Essential')] },
  { name: 'Course', fields: [number('lessons', 'Lessons'), text('level', 'Level')] },
  { name: 'Event', fields: [instant('startsAt', 'Starts At'), text('venue', 'Venue')] },
  { name: 'FAQ', fields: [text('question', 'Question'), longText('answer', 'Answer')] },
  { name: 'Gallery', fields: [reference('images', 'Images', true)] },
  { name: 'Gear', fields: [text('brand', 'Brand'), number('weightInGrams', 'Weight in Grams')] },
  { name: 'Guide', fields: [text('guideName', 'Guide Name'), longText('biography', 'Biography')] },
  { name: 'Itinerary', fields: [number('days', 'Days'), longText('route', 'Route')] },
  { name: 'Offer', fields: [number('discount', 'Discount'), instant('validUntil', 'Valid Until')] },
  { name: 'Review', fields: [number('rating', 'Rating'), longText('opinion', 'Opinion')] },
  { name: 'Teaser', fields: [reference('image', 'Image'), text('callToAction', 'Call to Action')] },
  { name: 'Trail', fields: [number('lengthInMeters', 'Length in Meters'), text('map', 'Map')] },
]

/** One model per activity and kind, 132 in all, the same at every start. */
export function generateContentFragmentModels(): SeedContentFragmentModel[] {
  const nextNumber = createNumberSequence(20_220_601)
  return activities.flatMap((activity) =>
    kinds.map((kind) => ({
      path: `/conf/wknd-shared/settings/dam/cfm/models/${toName(`${activity} ${kind.name}`)}`,
      title: `${activity} ${kind.name}`,
      description: `${kind.name} for ${activity.toLowerCase()} adventures`,
      modifiedAt: new Date(Date.UTC(2022, 5, 1) + (nextNumber() % 63_072_000) * 1000).toISOString(),
      fields: [text('title', 'Title'), text('slug', 'Slug'), ...kind.fields],
    })),
  )
}

function toName(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-')
}

function text(name: string, label: string, multiple = false): SeedField {
  return field('text', name, label, { multiple, maxLength: 255 })
}

function longText(name: string, label: string): SeedField {
  return field('long-text', name, label, { mimeType: 'text/html' })
}

function number(name: string, label: string): SeedField {
  return field('number', name, label)
}

function flag(name: string, label: string): SeedField {
  return field('boolean', name, label)
}

function instant(name: string, label: string): SeedField {
  return field('date-time', name, label)
}

function reference(name: string, label: string, multiple = false): SeedField {
  return field('content-reference', name, label, { multiple, root: '/content/dam/wknd-shared' })
}

function field(type: string, name: string, label: string, details: object = {}): SeedField {
  return { type, name, label, required: false, multiple: false, ...details }
}
