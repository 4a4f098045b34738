// An order book as a ladder: what is offered above what is bid for, each level with all that is at it or at a better price.
import { compareDecimals, grouped, sum } from './decimal';

export interface Level {
  price?: string | null;
  size?: string | null;
  /** 0: it is not known. */
  orders?: string | null;
}

export interface Book {
  bids?: Level[];
  asks?: Level[];
}

export interface Rung {
  price: string;
  size: string;
  /** The size of this level and all better ones, exactly. */
  total: string;
  /** Empty when it is not known. */
  orders: string;
  /** How long its bar is beside the longest, from 0 to 1. */
  share: number;
}

export interface Ladder {
  /** The worst first, as they stand above the bids. */
  asks: Rung[];
  /** The best first. */
  bids: Rung[];
  /** How many levels are not shown. */
  deeper: number;
}

function rungs(levels: readonly Level[], places: number): Rung[] {
  let total = '0';
  return levels.map(({ price, size, orders }) => {
    total = sum([total, size]);
    return {
      price: grouped(price, places),
      size: grouped(size),
      total: grouped(total),
      orders: orders && orders !== '0' ? grouped(orders) : '',
      share: Number(size ?? 0),
    };
  });
}

/** How many digits behind the point the prices have, so that all of them stand under each other. */
function placesOf(levels: readonly Level[]): number {
  return Math.max(0, ...levels.map(({ price }) => (grouped(price).split('.')[1] ?? '').length));
}

/** @param most so many levels a side */
export function ladder({ bids = [], asks = [] }: Book, most: number): Ladder {
  const offered = asks.slice(0, most);
  const wanted = bids.slice(0, most);
  const places = placesOf([...offered, ...wanted]);
  const shown = [rungs(offered, places).reverse(), rungs(wanted, places)] as const;
  const largest = Math.max(...shown.flat().map((rung) => rung.share), Number.MIN_VALUE);
  shown.flat().forEach((rung) => (rung.share /= largest));
  return { asks: shown[0], bids: shown[1], deeper: Math.max(0, asks.length - most) + Math.max(0, bids.length - most) };
}

/** How far apart two prices are, in words; empty when one is missing. */
export function spread(bid: string | null | undefined, ask: string | null | undefined): string {
  if (!bid || !ask) {
    return '';
  }
  const apart = sum([ask, bid.startsWith('-') ? bid.slice(1) : `-${bid}`]);
  return grouped(apart) + (compareDecimals(apart, '0') < 0 ? ' (crossed)' : '');
}

/** The best prices in a sentence, for those who hear it. */
export function best(name: string, { bids, asks }: Book): string {
  const bid = grouped(bids?.[0]?.price);
  const ask = grouped(asks?.[0]?.price);
  return `${name}: ${bid ? `bid ${bid}` : 'nobody bids'}, ${ask ? `ask ${ask}` : 'nobody offers'}`;
}
