/** The headings of a table's columns, by their ids; inside a row. */
export function ColumnHeads({ titles }: { readonly titles: Readonly<Record<string, string>> }) {
  return Object.entries(titles).map(([id, title]) => (
    <th key={id} scope="col">
      {title}
    </th>
  ));
}
