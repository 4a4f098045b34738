// What is shown, as a file.

/** One JSON object a line. */
export function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** With the columns of all rows. Objects in a cell are JSON. */
export function csv(rows: readonly Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(value: unknown): string {
  let text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  // A spreadsheet takes such a text for a formula, and would run what a plugin wrote; numbers stay numbers.
  if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)) {
    text = `'${text}`;
  }
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With the columns of all rows, each of the one type that all of its values have; objects, and what is mixed, are JSON texts. The writer comes when it is needed. */
export async function parquet(rows: readonly Record<string, unknown>[]): Promise<ArrayBuffer> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return parquetWriteBuffer({
    columnData: names.map((name) => {
      const values = rows.map((row) => row[name] ?? null);
      const there = values.filter((value) => value !== null);
      const all = (type: string) => there.length > 0 && there.every((value) => typeof value === type);
      if (all('boolean')) {
        return { name, data: values, type: 'BOOLEAN' as const, nullable: true };
      }
      if (all('number')) {
        return { name, data: values, type: 'DOUBLE' as const, nullable: true };
      }
      const text = (value: unknown) => (value === null || typeof value === 'string' ? value : JSON.stringify(value));
      return { name, data: values.map(text), type: 'STRING' as const, nullable: true };
    }),
  });
}

/** Lets the reader keep it. */
export function save(name: string, type: string, content: string | ArrayBuffer): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
