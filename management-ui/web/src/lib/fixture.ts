// A message as something that a test of a plugin takes: bytes are bytes, so that nothing of it is rounded or left out.
import type { Message } from '../api/live';
import { fromNanos } from './time';

/** Ids up to this one are messages of the trading schema, whose head tells the version that wrote them. */
const LAST_TRADING = 999;
const VERSION_AT = 12;
const LINE = 80;

/** Why a message cannot be one; empty: it can. */
export function unfit(message: Message): string {
  if (message.hex === null) {
    return 'A viewer is not shown the bytes of a message: they may hold what is masked.';
  }
  return message.hex.length < 2 * message.size ? 'It is longer than what is shown of it.' : '';
}

function isTrading(message: Message): boolean {
  return message.schema > 0 && message.schema <= LAST_TRADING;
}

/** Two bytes of the payload's head, little endian; 0 for what has no such head. */
function versionOf(message: Message): number {
  const digits = (message.hex ?? '').slice(VERSION_AT, VERSION_AT + 4);
  return isTrading(message) && digits.length === 4 ? Number.parseInt(digits.slice(2) + digits.slice(0, 2), 16) : 0;
}

/** For `Sim.publish`, which takes a schema; null for what has another type of content. */
export function javaFixture(message: Message): string | null {
  if (message.schema <= 0 || unfit(message) !== '') {
    return null;
  }
  const hex = message.hex ?? '';
  const lines: string[] = [];
  for (let at = 0; at < hex.length; at += LINE) {
    lines.push(`"${hex.slice(at, at + LINE)}"`);
  }
  const at = fromNanos(message.tsPublish).toISOString();
  return [
    `// ${message.kind} of ${at}; needs java.util.HexFormat`,
    `sim.publish("${message.topic}", ${message.schema}, ${versionOf(message)}, HexFormat.of().parseHex(`,
    `        ${lines.length === 0 ? '""' : lines.join('\n                + ')}));`,
    '',
  ].join('\n');
}

export function jsonFixture(message: Message): string {
  return `${JSON.stringify(
    {
      topic: message.topic,
      kind: message.kind,
      schemaId: message.schema,
      schemaVersion: versionOf(message),
      tsEvent: message.tsEvent,
      tsPublish: message.tsPublish,
      fields: message.fields,
      hex: message.hex,
    },
    null,
    2,
  )}\n`;
}
