import type { SeedProduct } from '../seed/seed.ts'
import { createNumberSequence } from './number-sequence.ts'

interface Kind {
  readonly code: string
  readonly names: { readonly default: string; readonly de: string; readonly fr: string }
  /** Joined by commas, as Commerce keeps an attribute of several values. */
  readonly activity: string
  readonly categoryId: string
  readonly price: number
  readonly weight: number
  readonly size?: string
}

/** What WKND's adventures are made with. */
const kinds: readonly Kind[] = [
  kind('TEN', ['Tent', 'Zelt', 'Tente'], 'camping', '6', 249, 5.5),
  kind('SLB', ['Sleeping Bag', 'Schlafsack', 'Sac de couchage'], 'camping,hiking', '6', 129, 2.2),
  kind('STV', ['Stove', 'Kocher', 'Réchaud'], 'camping', '6', 59, 0.8),
  kind('HRN', ['Climbing Harness', 'Klettergurt', 'Baudrier'], 'climbing', '7', 69, 0.9),
  kind('RPE', ['Rope', 'Seil', 'Corde'], 'climbing', '7', 159, 8.4),
  kind('HLM', ['Helmet', 'Helm', 'Casque'], 'climbing,cycling', '7', 79, 0.6, 'M'),
  kind('JRS', ['Jersey', 'Trikot', 'Maillot'], 'cycling', '8', 64, 0.4, 'L'),
  kind('BTS', ['Boots', 'Stiefel', 'Bottines'], 'hiking', '9', 179, 2.9, '42'),
  kind('POL', ['Trekking Poles', 'Trekkingstöcke', 'Bâtons de marche'], 'hiking', '9', 89, 1.1),
  kind('BPK', ['Backpack', 'Rucksack', 'Sac à dos'], 'hiking,camping', '9', 139, 3.1),
  kind('RNS', ['Running Shoes', 'Laufschuhe', 'Baskets'], 'running', '10', 119, 1.4, '42'),
  kind('VST', ['Running Vest', 'Laufweste', 'Gilet de course'], 'running', '10', 99, 0.5, 'M'),
  kind('DCK', ['Skateboard', 'Skateboard', 'Skateboard'], 'skateboarding', '11', 74, 4.2),
  kind('GGL', ['Goggles', 'Skibrille', 'Masque de ski'], 'skiing,snowboarding', '12', 109, 0.5),
  kind('GLV', ['Gloves', 'Handschuhe', 'Gants'], 'skiing,snowboarding', '12', 49, 0.3, 'L'),
  kind('WTS', ['Wetsuit', 'Neoprenanzug', 'Combinaison'], 'surfing', '13', 219, 6.1, 'M'),
]

/** Where its adventures lead. */
const series = [
  'Bali',
  'Colorado',
  'Mont Blanc',
  'Tahoe',
  'Tuscany',
  'Utah',
  'Whistler',
  'Yosemite',
] as const

const colors = [
  { code: 'RED', names: { default: 'Red', de: 'Rot', fr: 'rouge' } },
  { code: 'BLU', names: { default: 'Blue', de: 'Blau', fr: 'bleu' } },
  { code: 'GRN', names: { default: 'Green', de: 'Grün', fr: 'vert' } },
  { code: 'BLK', names: { default: 'Black', de: 'Schwarz', fr: 'noir' } },
] as const

/** One product per kind, series and color, 512 in all, the same at every start. */
export function generateProducts(): SeedProduct[] {
  const nextNumber = createNumberSequence(20_260_105)
  return kinds.flatMap((item) =>
    series.flatMap((place) => colors.map((color) => createProduct(item, place, color, nextNumber))),
  )
}

function createProduct(
  item: Kind,
  place: string,
  color: (typeof colors)[number],
  nextNumber: () => number,
): SeedProduct {
  // The lowest bits of such a sequence repeat soon.
  const nextBelow = (limit: number): number => (nextNumber() >>> 8) % limit
  const price = item.price + nextBelow(12) * 5
  const createdAt = Date.UTC(2025, 0, 1) + nextBelow(300 * 86_400) * 1000
  const updatedAt = createdAt + nextBelow(60 * 86_400) * 1000
  const isReduced = nextBelow(6) === 0
  return {
    sku: `WKND-${item.code}-${place.slice(0, 3).toUpperCase()}-${color.code}`,
    name: `${place} ${item.names.default}, ${color.names.default}`,
    translations: {
      de: `${item.names.de} ${place}, ${color.names.de}`,
      fr: `${item.names.fr} ${place}, ${color.names.fr}`,
    },
    type: 'simple',
    status: nextBelow(25) === 0 ? 'disabled' : 'enabled',
    price,
    weight: item.weight,
    quantity: nextBelow(10) === 0 ? 0 : nextBelow(200),
    categoryIds: [item.categoryId],
    createdAt: formatInstant(createdAt),
    updatedAt: formatInstant(updatedAt),
    attributes: {
      color: color.names.default.toLowerCase(),
      activity: item.activity,
      ...(item.size !== undefined && { size: item.size }),
      ...(isReduced && { special_price: (price * 0.8).toFixed(2) }),
    },
  }
}

function kind(
  code: string,
  [english, german, french]: readonly [string, string, string],
  activity: string,
  categoryId: string,
  price: number,
  weight: number,
  size?: string,
): Kind {
  const names = { default: english, de: german, fr: french }
  return { code, names, activity, categoryId, price, weight, ...(size !== undefined && { size }) }
}

/** As Commerce writes it: UTC, without saying so. */
function formatInstant(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ')
}
