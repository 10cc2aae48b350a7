import { Plus, Trash2 } from 'lucide-react';

import type { MappedFactRow } from '#shared/contract/types.ts';
import { speedUnits } from '#shared/domain/mapping.ts';
import { quantities } from '#shared/domain/quantities.ts';
import { mappingsText } from '#renderer/text/mappings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import { emptyFact, type FactDraft, factFields, type MappingDraft } from './mapping-draft.ts';
import styles from './Mappings.module.css';

const { editor: text, fields: names } = mappingsText;
const kinds = Object.keys(factFields) as MappedFactRow['kind'][];
const units = ['', 'CEL', 'FAH', 'KEL', 'P1', 'A97', 'PAL', 'KPA', 'BAR', 'LUX', 'VLT', '2Z', 'K40'] as const;
const types: readonly string[] = quantities.map(({ type }) => type);
const symbols: Readonly<Record<string, string>> = {
  CEL: '°C',
  FAH: '°F',
  KEL: 'K',
  P1: '%',
  A97: 'hPa',
  PAL: 'Pa',
  KPA: 'kPa',
  BAR: 'bar',
  LUX: 'lx',
  VLT: 'V',
  '2Z': 'mV',
  K40: 'g',
};

export interface MappingFactsProps {
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
}

/** What each record says. */
export function MappingFacts({ draft, onChange }: MappingFactsProps) {
  const { facts } = draft;
  const nextKey = Math.max(-1, ...facts.map(({ key }) => key)) + 1;
  return (
    <>
      <p className={styles['hint']}>{text.expressions}</p>
      {facts.map((fact, index) => (
        <FactFields
          key={fact.key}
          fact={fact}
          number={index + 1}
          onChange={(next) =>
            onChange({ ...draft, facts: facts.map((each) => (each === fact ? next : each)) })
          }
          onRemove={() => onChange({ ...draft, facts: facts.filter((each) => each !== fact) })}
        />
      ))}
      <div className={styles['adds']}>
        {kinds.map((kind) => (
          <Button
            key={kind}
            size="sm"
            icon={Plus}
            onClick={() => onChange({ ...draft, facts: [...facts, emptyFact(nextKey, kind)] })}
          >
            {text.kinds[kind]}
          </Button>
        ))}
      </div>
    </>
  );
}

interface FactFieldsProps {
  readonly fact: FactDraft;
  readonly number: number;
  readonly onChange: (fact: FactDraft) => void;
  readonly onRemove: () => void;
}

function FactFields({ fact, number, onChange, onRemove }: FactFieldsProps) {
  const kind = text.kinds[fact.kind];
  return (
    <div className={styles['fact']} role="group" aria-label={text.factLabel(number, kind)}>
      <div className={styles['factHead']}>
        <h3>{kind}</h3>
        <IconButton icon={Trash2} size="sm" label={text.removeFact(number)} onClick={onRemove} />
      </div>
      <div className={styles['fields']}>
        {factFields[fact.kind].map((name) => (
          <Field key={name} label={names[name]}>
            <FactInput
              name={name}
              value={fact.fields[name] ?? ''}
              onValueChange={(value) => onChange({ ...fact, fields: { ...fact.fields, [name]: value } })}
            />
          </Field>
        ))}
      </div>
    </div>
  );
}

interface FactInputProps {
  readonly name: string;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

function FactInput({ name, value, onValueChange }: FactInputProps) {
  const options = optionsOf(name, value);
  if (options === undefined) return <Input value={value} onValueChange={onValueChange} />;
  return <Select value={value} options={options} onValueChange={onValueChange} />;
}

/** Fields that are one of some words; a word that is there already stays one of them. */
function optionsOf(name: string, value: string) {
  if (name === 'speedUnit')
    return speedUnits.map((unit) => ({ value: unit, label: mappingsText.speedUnits[unit] }));
  if (name === 'uom')
    return [...new Set<string>([...units, value])].map((unit) => ({
      value: unit,
      label: unit === '' ? text.noUnit : (symbols[unit] ?? unit),
    }));
  if (name === 'type')
    return [...new Set([...types, value])].map((type) => ({ value: type, label: labelOf(type) }));
  return undefined;
}

function labelOf(type: string): string {
  return quantities.find((quantity) => quantity.type === type)?.label ?? type;
}
