import { defineConfig } from 'vitest/config';
import { StoryFirst } from './sequence.ts';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    // They are one story on one deployment: in order, and one at a time.
    fileParallelism: false,
    sequence: { concurrent: false, sequencer: StoryFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    bail: 0,
  },
});
