import { type LucideIcon, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ContractError } from '#shared/result.ts';

import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Table, type TableProps } from '#renderer/ui/Table.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

/** Words of a list of the desk. */
export interface DeskListText<View extends string> {
  readonly title: string;
  readonly list: string;
  readonly view: string;
  readonly views: Readonly<Record<View, string>>;
  readonly filter: string;
  readonly clearFilter: string;
  readonly summary: (count: string) => string;
  readonly listFailed: string;
  readonly noneTitle: string;
  readonly none: string;
  readonly nothingMatches: string;
  readonly showAll: string;
}

export interface DeskListProps<Row, View extends string> extends Pick<
  TableProps<Row>,
  'columns' | 'rows' | 'rowKey' | 'selectedKey'
> {
  readonly onSelect: (key: string | undefined) => void;
  readonly onEndReached: () => void;
  readonly minWidth: string;
  readonly text: DeskListText<View>;
  readonly icon: LucideIcon;
  readonly view: View;
  readonly views: readonly View[];
  readonly onView: (view: View) => void;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Further filters beside the view and the words. */
  readonly filters?: ReactNode;
  /** True while something but the view is filtered by. */
  readonly isFiltering: boolean;
  readonly onShowAll: () => void;
  readonly error: ContractError | undefined;
  readonly onRetry: () => void;
  /** What is selected, beside the list. */
  readonly side: ReactNode;
}

/** What the desk works through: a list by view and words, beside it the one that is selected. */
export function DeskList<Row, View extends string>(props: DeskListProps<Row, View>) {
  const { text, rows, error, side, isFiltering, icon } = props;
  return (
    <SplitView side={side}>
      <Toolbar
        title={text.title}
        summary={rows !== undefined && <span>{text.summary(formatCount(rows.length))}</span>}
      />
      <FilterBar>
        <SegmentedControl<View>
          label={text.view}
          value={props.view}
          onChange={props.onView}
          options={props.views.map((value) => ({ value, label: text.views[value] }))}
        />
        <SearchInput
          label={text.filter}
          clearLabel={text.clearFilter}
          value={props.typed}
          onValueChange={props.onType}
        />
        {props.filters}
      </FilterBar>
      {error !== undefined && rows === undefined ? (
        <ErrorState title={text.listFailed} error={error} onRetry={props.onRetry} />
      ) : (
        <Table
          label={text.list}
          columns={props.columns}
          rows={rows}
          rowKey={props.rowKey}
          selectedKey={props.selectedKey}
          onSelect={props.onSelect}
          minWidth={props.minWidth}
          onEndReached={props.onEndReached}
          empty={
            isFiltering ? (
              <EmptyState
                icon={SearchX}
                title={text.nothingMatches}
                action={<Button onClick={props.onShowAll}>{text.showAll}</Button>}
              />
            ) : (
              <EmptyState icon={icon} title={text.noneTitle}>
                {text.none}
              </EmptyState>
            )
          }
        />
      )}
    </SplitView>
  );
}
