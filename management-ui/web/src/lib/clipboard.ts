import { note } from './notes';

/** Copies a text, and says so; or says why not. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    note(`Copied: ${what}.`);
  } catch (refused) {
    note(`The browser did not let ${what} be copied: ${refused instanceof Error ? refused.message : String(refused)}`, undefined, 'bad');
  }
}
