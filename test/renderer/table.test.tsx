// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { Table } from '#renderer/ui/Table.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import type { Sort } from '#renderer/ui/table-order.ts';

interface Row {
  readonly id: string;
  readonly count: number;
}

const columns: readonly Column<Row>[] = [
  { id: 'id', title: 'Name', width: '1fr', cell: (row) => row.id, sortBy: (row) => row.id },
  {
    id: 'count',
    title: 'Count',
    width: '6rem',
    align: 'end',
    cell: (row) => row.count,
    sortBy: (row) => row.count,
  },
];
const rowKey = (row: Row): string => row.id;

function Sample({
  rows,
  onOpen,
}: {
  readonly rows: readonly Row[] | undefined;
  readonly onOpen?: (row: Row) => void;
}) {
  const [selected, setSelected] = useState<string>();
  const [sort, setSort] = useState<Sort>({ column: 'count', direction: 'ascending' });
  return (
    <Table
      label="Samples"
      columns={columns}
      rows={rows}
      rowKey={rowKey}
      empty="Nothing here"
      selectedKey={selected}
      onSelect={setSelected}
      {...(onOpen === undefined ? {} : { onOpen })}
      sort={sort}
      onSortChange={setSort}
    />
  );
}

const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Samples' });
const names = (): (string | null)[] =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell')[0]!.textContent);
const selected = (): string | undefined =>
  within(grid()).queryByRole('row', { selected: true })?.firstElementChild?.textContent ?? undefined;
const press = (...keys: string[]): void => keys.forEach((key) => fireEvent.keyDown(grid(), { key }));

const three: readonly Row[] = [
  { id: 'b', count: 2 },
  { id: 'a', count: 1 },
  { id: 'c', count: 3 },
];
const many: readonly Row[] = Array.from({ length: 5000 }, (_, index) => ({
  id: `row ${index}`,
  count: index,
}));

afterEach(cleanup);

describe('a table', () => {
  it('is walked with the keyboard', () => {
    const opened: string[] = [];
    render(<Sample rows={three} onOpen={(row) => opened.push(row.id)} />);
    press('ArrowDown', 'ArrowDown');
    expect(selected()).toBe('b');
    press('End');
    expect(selected()).toBe('c');
    press('ArrowDown', 'Enter');
    expect([selected(), opened]).toEqual(['c', ['c']]);
    press('Home', 'ArrowUp');
    expect(selected()).toBe('a');
    press('Escape');
    expect(selected()).toBeUndefined();
  });

  it('names the selected row to assistive technology', () => {
    render(<Sample rows={three} />);
    press('ArrowDown');
    const active = grid().getAttribute('aria-activedescendant');
    expect(document.getElementById(active ?? '')?.getAttribute('aria-selected')).toBe('true');
  });

  it('sorts by a heading, and the other way round at the second press', () => {
    render(<Sample rows={three} />);
    expect(names()).toEqual(['a', 'b', 'c']);
    const heading = screen.getByRole('button', { name: 'Count' });
    fireEvent.click(heading);
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(screen.getByRole('columnheader', { name: 'Count' }).getAttribute('aria-sort')).toBe('descending');
  });

  it('keeps rows in their places while someone points at it, and says so', () => {
    const { rerender } = render(<Sample rows={three} />);
    fireEvent.pointerEnter(grid());
    rerender(
      <Sample
        rows={[
          { id: 'a', count: 9 },
          { id: 'b', count: 2 },
          { id: 'c', count: 3 },
          { id: 'd', count: 4 },
        ]}
      />,
    );
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
    expect(screen.getByText('Order held')).toBeDefined();
    fireEvent.pointerLeave(grid());
    expect(names()).toEqual(['b', 'c', 'd', 'a']);
  });

  it('draws only what is in view of many rows and still counts them all', () => {
    render(<Sample rows={many} />);
    expect(grid().getAttribute('aria-rowcount')).toBe('5001');
    expect(within(grid()).getAllByRole('row').length).toBeLessThan(60);
    press('End');
    expect(grid().getAttribute('aria-activedescendant')).toBeNull();
  });

  it('says that it is loading, and why it is empty', () => {
    const { rerender } = render(<Sample rows={undefined} />);
    expect(grid().getAttribute('aria-busy')).toBe('true');
    rerender(<Sample rows={[]} />);
    expect(screen.getByText('Nothing here')).toBeDefined();
  });
});
