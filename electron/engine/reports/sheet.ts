import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';

export const ink = {
  text: '#16181d',
  dim: '#5c6370',
  line: '#c9ced8',
  accent: '#1f5fbf',
  bad: '#b3261e',
  good: '#1b6e3c',
};

const margin = 48;
const footerHeight = 28;
const rowsPerTurn = 5;

export interface TableColumn {
  readonly title: string;
  /** Share of the width. */
  readonly part: number;
  readonly align?: 'left' | 'right';
}

/** A4 pages that are written from top to bottom; breaks by itself and repeats the heads of tables. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left = margin;
  readonly width: number;
  readonly #ended: Promise<Buffer>;

  constructor(title: string, created: Date) {
    // Fonts with Greek, Cyrillic and the rest of Latin: names are printed as they are.
    this.doc = new PDFDocument({
      size: 'A4',
      margins: { top: margin, left: margin, right: margin, bottom: margin + footerHeight },
      bufferPages: true,
      font: fontFile('DejaVuSansCondensed'),
      lang: 'en',
      displayTitle: true,
      info: { Title: title, Creator: 'Waymark', CreationDate: created },
    });
    this.doc.registerFont('plain', fontFile('DejaVuSansCondensed'));
    this.doc.registerFont('strong', fontFile('DejaVuSansCondensed-Bold'));
    this.doc.registerFont('code', fontFile('DejaVuSansMono'));
    this.width = this.doc.page.width - 2 * margin;
    const chunks: Buffer[] = [];
    this.doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.#ended = new Promise((resolve, reject) => {
      this.doc.on('end', () => resolve(Buffer.concat(chunks)));
      this.doc.on('error', reject);
    });
    this.body();
  }

  body(size = 9): PDFKit.PDFDocument {
    return this.doc.font('plain').fontSize(size).fillColor(ink.text);
  }

  /** Begins a page where less than this much is left. */
  need(height: number): void {
    if (this.doc.y + height > this.doc.page.maxY()) this.doc.addPage();
  }

  heading(text: string, keepWith = 60): void {
    this.need(keepWith + 24);
    this.doc.y += 12;
    this.doc.font('strong').fontSize(11).fillColor(ink.text).text(text, this.left, this.doc.y);
    this.doc.y += 3;
    this.rule();
    this.body();
  }

  rule(): void {
    const { y } = this.doc;
    this.doc
      .moveTo(this.left, y)
      .lineTo(this.left + this.width, y)
      .lineWidth(0.5)
      .strokeColor(ink.line)
      .stroke();
    this.doc.y = y + 5;
  }

  text(text: string, { dim = false, font = 'plain' }: { dim?: boolean; font?: 'plain' | 'code' } = {}): void {
    this.body(font === 'code' ? 8 : 9)
      .font(font)
      .fillColor(dim ? ink.dim : ink.text)
      .text(text, this.left, this.doc.y, { width: this.width });
    this.doc.y += 2;
    this.body();
  }

  /** One sentence in a frame, with a bar that says whether something is still to be done. */
  note(text: string, state: 'open' | 'done'): void {
    const height =
      this.body(10)
        .font('strong')
        .heightOfString(text, { width: this.width - 20 }) + 10;
    this.need(height + 4);
    this.doc.y += 4;
    const { y } = this.doc;
    this.doc.rect(this.left, y, this.width, height).lineWidth(0.5).strokeColor(ink.line).stroke();
    this.doc.rect(this.left, y, 4, height).fill(state === 'done' ? ink.good : ink.bad);
    this.doc.fillColor(ink.text).text(text, this.left + 12, y + 5, { width: this.width - 20 });
    this.doc.y = y + height;
    this.body();
  }

  /** Names and values; in two columns they are read line by line. */
  facts(items: readonly (readonly [string, string])[], columns: 1 | 2 = 1): void {
    const label = 90;
    const column = this.width / columns;
    const value = column - label - (columns - 1) * 8;
    for (let index = 0; index < items.length; index += columns) {
      const line = items.slice(index, index + columns);
      this.body();
      const height = Math.max(...line.map(([, text]) => this.doc.heightOfString(text, { width: value })));
      this.need(height);
      const { y } = this.doc;
      for (const [place, [name, text]] of line.entries()) {
        const left = this.left + place * column;
        this.doc.fillColor(ink.dim).text(name, left, y, { width: label - 6 });
        this.doc.fillColor(ink.text).text(text, left + label, y, { width: value });
      }
      this.doc.y = y + height + 2;
    }
  }

  /** A file inside the file. */
  enclose(content: Buffer, { name, type }: { readonly name: string; readonly type: string }): void {
    this.doc.file(content, { name, type, hidden: false });
  }

  /** Setting type takes a millisecond a cell: others have their turn in between. */
  async table(
    columns: readonly TableColumn[],
    rows: readonly (readonly string[])[],
    size = 8,
  ): Promise<void> {
    const whole = columns.reduce((sum, { part }) => sum + part, 0);
    const widths = columns.map(({ part }) => (part / whole) * this.width);
    this.#head(columns, widths, size);
    for (const [index, row] of rows.entries()) {
      if (index % rowsPerTurn === 0) await setImmediate();
      this.body(size);
      const height = Math.max(
        ...row.map((cell, index) => this.doc.heightOfString(cell || ' ', { width: widths[index]! - 6 })),
      );
      if (this.doc.y + height > this.doc.page.maxY()) {
        this.doc.addPage();
        this.#head(columns, widths, size);
      }
      this.#row(row, { columns, widths });
      this.doc.y += height + 2;
    }
    this.body();
  }

  /** Short rows of one line each, read down the left half of a page and then down its right. */
  async newspaper(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): Promise<void> {
    const size = 7;
    const half = (this.width - 16) / 2;
    const whole = columns.reduce((sum, { part }) => sum + part, 0);
    const widths = columns.map(({ part }) => (part / whole) * half);
    const heightOfRow = this.body(size).currentLineHeight() + 1.5;
    for (let from = 0; from < rows.length;) {
      if (this.doc.page.maxY() - this.doc.y < 4 * heightOfRow) this.doc.addPage();
      const top = this.doc.y;
      const room = Math.max(1, Math.floor((this.doc.page.maxY() - top) / heightOfRow) - 1);
      const each = Math.min(room, Math.ceil((rows.length - from) / 2));
      for (const side of [0, 1]) {
        const left = this.left + side * (half + 16);
        const lines = [columns.map(({ title }) => title), ...rows.slice(from, from + each)];
        await setImmediate();
        for (const [line, cells] of lines.entries()) {
          this.doc
            .font(line === 0 ? 'strong' : 'plain')
            .fontSize(size)
            .fillColor(line === 0 ? ink.dim : ink.text);
          this.doc.y = top + line * heightOfRow;
          this.#row(cells, { columns, widths, left, isOneLine: true });
        }
        from += each;
      }
      this.doc.y = top + (each + 1) * heightOfRow;
    }
    this.body();
  }

  #head(columns: readonly TableColumn[], widths: readonly number[], size: number): void {
    this.doc.font('strong').fontSize(size).fillColor(ink.dim);
    this.#row(
      columns.map(({ title }) => title),
      { columns, widths },
    );
    this.doc.y += this.doc.currentLineHeight() + 3;
    this.rule();
    this.body(size);
  }

  /** Leaves the pen at the top of the row. */
  #row(
    cells: readonly string[],
    {
      columns,
      widths,
      left = this.left,
      isOneLine = false,
    }: {
      readonly columns: readonly TableColumn[];
      readonly widths: readonly number[];
      readonly left?: number;
      readonly isOneLine?: boolean;
    },
  ): void {
    const { y } = this.doc;
    let x = left;
    for (const [index, cell] of cells.entries()) {
      const width = widths[index]!;
      const align = columns[index]?.align ?? 'left';
      const lines = isOneLine ? { height: this.doc.currentLineHeight() * 0.9, ellipsis: true } : {};
      this.doc.text(cell, x, y, { width: width - 6, align, ...lines });
      x += width;
    }
    this.doc.y = y;
  }

  /** Numbers the pages and gives the file. */
  async end(footer: string): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.doc.switchToPage(page);
      // Below the margin a text would begin a page of its own.
      this.doc.page.margins.bottom = 0;
      const y = this.doc.page.height - margin;
      this.body(7.5).fillColor(ink.dim);
      this.doc.text(footer, this.left, y, { width: this.width - 80, lineBreak: false });
      this.doc.text(`Page ${page - start + 1} of ${count}`, this.left + this.width - 80, y, {
        width: 80,
        align: 'right',
        lineBreak: false,
      });
    }
    this.doc.end();
    return await this.#ended;
  }
}

function fontFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
}
