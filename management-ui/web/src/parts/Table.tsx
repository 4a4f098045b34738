// A table of many rows: only those that are seen are in the page. A real table all the same, so that it is read as one.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef } from 'react';
import { type Value, sorted, turned } from '../lib/order';
import { usePreferences } from '../lib/preferences';

export interface Column<Row> {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** What it is sorted by; left out: it cannot be. */
  value?: (row: Row) => Value;
  numeric?: boolean;
  /** Its share of the width, in rem. */
  width?: number;
  /** Left out where there is little room. */
  wide?: boolean;
}

const ROW_PX = { roomy: 40, dense: 28 };

export function Table<Row>({
  label,
  rows,
  columns,
  id,
  sort,
  onSort,
  mark,
  height = 'page',
}: {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  id: (row: Row) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  /** A class for a row. */
  mark?: (row: Row) => string;
  height?: 'page' | 'part';
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { density } = usePreferences();
  const ordered = useMemo(
    () => (sort === undefined ? rows : sorted(rows, sort, (row, column) => columns.find((each) => each.id === column)?.value?.(row))),
    [rows, sort, columns],
  );
  // With another function each time all rows would be measured anew whenever somebody scrolls.
  const getItemKey = useCallback((index: number) => id(ordered[index] as Row), [ordered, id]);
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX[density],
    overscan: 12,
    getItemKey,
  });
  const shown = virtual.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);

  // Up and down go from row to row, to the same link or button in each.
  const move = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const row = (event.target as HTMLElement).closest('tr');
    if (step === 0 || !row || (event.target as HTMLElement).tagName === 'SELECT') {
      return;
    }
    event.preventDefault();
    const own = [...row.querySelectorAll<HTMLElement>('a, button, input')].indexOf(event.target as HTMLElement);
    const index = Number(row.dataset.index) + step;
    if (index < 0 || index >= ordered.length) {
      return;
    }
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => {
      const next = scroller.current?.querySelector(`tr[data-index="${index}"]`);
      next?.querySelectorAll<HTMLElement>('a, button, input')[own]?.focus();
    });
  };

  return (
    // A part of the page that scrolls must be reached by the keyboard.
    <div ref={scroller} className={`table-frame table-${height}`} tabIndex={0} role="region" aria-label={label}>
      <table aria-rowcount={ordered.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} className={column.wide ? 'wide' : ''} style={{ width: column.width ? `${column.width}rem` : 'auto' }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : undefined;
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={direction}
                  className={`${column.numeric ? 'numeric' : ''} ${column.wide ? 'wide' : ''}`}
                >
                  {column.value && onSort ? (
                    <button type="button" className="sort" onClick={() => onSort(turned(sort ?? '', column.id))}>
                      {column.head}
                      <span aria-hidden="true">{direction === 'ascending' ? ' ▴' : direction === 'descending' ? ' ▾' : ''}</span>
                    </button>
                  ) : (
                    column.head
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody onKeyDown={move}>
          {before > 0 && <tr aria-hidden="true" style={{ height: before }} />}
          {shown.map((item) => {
            const row = ordered[item.index] as Row;
            return (
              <tr key={item.key} data-index={item.index} aria-rowindex={item.index + 2} className={mark?.(row)}>
                {columns.map((column) => (
                  <td key={column.id} className={`${column.numeric ? 'numeric mono' : ''} ${column.wide ? 'wide' : ''}`}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden="true" style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}
