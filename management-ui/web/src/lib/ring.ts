/** The last so many of what came. Nothing moves when one is added. */
export class Ring<T> {
  private readonly slots: (T | undefined)[];
  private added = 0;

  constructor(readonly capacity: number) {
    this.slots = new Array<T | undefined>(capacity);
  }

  /** How many are in it. */
  get size(): number {
    return Math.min(this.added, this.capacity);
  }

  /** How many were ever added; the number of the next one. */
  get end(): number {
    return this.added;
  }

  /** The number of the oldest that is still there. */
  get begin(): number {
    return this.added - this.size;
  }

  add(item: T): void {
    this.slots[this.added % this.capacity] = item;
    this.added++;
  }

  /** By its number, from `begin` on and before `end`. */
  get(number: number): T | undefined {
    return number >= this.begin && number < this.added ? this.slots[number % this.capacity] : undefined;
  }

  /** The oldest first. */
  toArray(): T[] {
    const all: T[] = [];
    for (let number = this.begin; number < this.added; number++) {
      all.push(this.slots[number % this.capacity] as T);
    }
    return all;
  }

  clear(): void {
    this.slots.fill(undefined);
    this.added = 0;
  }
}
