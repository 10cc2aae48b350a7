/** How a program names the columns of the orders it exports: its header → ours; what is not named is left out. */
export interface CsvDialect {
  readonly id: string;
  /** Columns that only this export has together. */
  readonly knownBy: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
}

/** Exports that are understood without asking. */
export const csvDialects: readonly CsvDialect[] = [
  {
    id: 'shopify',
    knownBy: ['Name', 'Financial Status', 'Lineitem name'],
    columns: {
      Name: 'orderNumber',
      Email: 'customer.email',
      'Created at': 'placedTime',
      'Cancelled at': 'cancelledTime',
      'Billing Name': 'customer.name',
      'Billing Phone': 'customer.phone',
      'Shipping Name': 'shipTo.name',
      'Shipping Street': 'shipTo.street',
      'Shipping City': 'shipTo.city',
      'Shipping Zip': 'shipTo.postalCode',
      'Shipping Province': 'shipTo.region',
      'Shipping Country': 'shipTo.country',
      'Shipping Method': 'serviceLevel',
      'Lineitem quantity': 'items.quantity',
      'Lineitem name': 'items.name',
      'Lineitem sku': 'items.sku',
    },
  },
  {
    id: 'woocommerce',
    knownBy: ['Order Number', 'First Name (Shipping)'],
    columns: {
      'Order Number': 'orderNumber',
      'Order Date': 'placedTime',
      'First Name (Billing)': 'customer.firstName',
      'Last Name (Billing)': 'customer.lastName',
      'Email (Billing)': 'customer.email',
      'Phone (Billing)': 'customer.phone',
      'First Name (Shipping)': 'shipTo.firstName',
      'Last Name (Shipping)': 'shipTo.lastName',
      'Address 1&2 (Shipping)': 'shipTo.street',
      'City (Shipping)': 'shipTo.city',
      'State Code (Shipping)': 'shipTo.region',
      'Postcode (Shipping)': 'shipTo.postalCode',
      'Country Code (Shipping)': 'shipTo.country',
      'Shipping Method Title': 'serviceLevel',
      'Item Name': 'items.name',
      SKU: 'items.sku',
      Quantity: 'items.quantity',
    },
  },
  {
    id: 'woocommerce',
    knownBy: ['order_number', 'shipping_first_name'],
    columns: {
      order_number: 'orderNumber',
      order_date: 'placedTime',
      billing_first_name: 'customer.firstName',
      billing_last_name: 'customer.lastName',
      billing_email: 'customer.email',
      customer_email: 'customer.email',
      billing_phone: 'customer.phone',
      shipping_first_name: 'shipTo.firstName',
      shipping_last_name: 'shipTo.lastName',
      shipping_address_1: 'shipTo.street',
      shipping_address_2: 'shipTo.street2',
      shipping_city: 'shipTo.city',
      shipping_state: 'shipTo.region',
      shipping_postcode: 'shipTo.postalCode',
      shipping_country: 'shipTo.country',
      shipping_method: 'serviceLevel',
    },
  },
  {
    id: 'woocommerce',
    knownBy: ['Order #', 'Product(s)', 'Customer type'],
    columns: { 'Order #': 'orderNumber', Date: 'placedTime', Customer: 'customer.name' },
  },
];

/** The program whose export a header is; undefined where it is nobody's. */
export function dialectOf(header: readonly string[]): CsvDialect | undefined {
  const names = new Set(header.map((name) => name.trim()));
  return csvDialects.find(({ knownBy }) => knownBy.every((name) => names.has(name)));
}
