// Finding a name by some of its letters, as the command palette does.

/** How well letters fit a name: 0 not at all; more is better. All letters must come in order. */
export function fit(letters: string, name: string): number {
  const wanted = letters.toLowerCase().replaceAll(' ', '');
  const text = name.toLowerCase();
  if (wanted === '') {
    return 1;
  }
  if (text.includes(letters.toLowerCase().trim())) {
    return 1000 - text.indexOf(letters.toLowerCase().trim()) - text.length / 1000;
  }
  let score = 0;
  let from = 0;
  let run = 0;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at < 0) {
      return 0;
    }
    const isStart = at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '');
    run = at === from && from > 0 ? run + 1 : 0;
    score += 1 + run + (isStart ? 3 : 0);
    from = at + 1;
  }
  return score;
}

export function best<T>(letters: string, all: readonly T[], name: (item: T) => string, most: number): T[] {
  return all
    .map((item, index) => ({ item, index, score: fit(letters, name(item)) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .map((each) => each.item);
}
