/** Hands a text to the browser as a file to save. */
export function saveText(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the data by the time the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
