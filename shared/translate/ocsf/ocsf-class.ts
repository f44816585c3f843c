import type { Activity, Traits } from '#shared/translate/activity.ts';
import type { Shape } from '#shared/translate/shape.ts';

/** A class of OCSF 1.8 as events of ours fill it. */
export type OcsfClass = {
  uid: number;
  caption: string;
  /** The declared activities that events of ours have, with their captions; 0 and 99 are in every class. */
  activities: Readonly<Record<number, string>>;
  /** 99 stands for one that the class does not know: the event's own action is then its name. */
  activity(traits: Traits): number;
  shapes: readonly Shape[];
  /** Attributes that the class demands, one of each set; the event goes to `otherwise` where one is missing. */
  needs: readonly (readonly string[])[];
  otherwise: Activity;
  /** A status of the class's own, where `status_id` does not mean the outcome. */
  status?: readonly [number, string];
  /** Attributes that the class has only under the host profile. */
  host: readonly string[];
};

/** The activity of the first type that the table names, else 99. */
export const byType =
  (table: Readonly<Record<string, number>>) =>
  ({ types }: Traits): number => {
    for (const type of types) if (Object.hasOwn(table, type)) return table[type] ?? 99;
    return 99;
  };

/** The activity of the first row one of whose words the event's action holds, else what the type says. */
export const byAction =
  (
    rows: readonly (readonly [words: readonly string[], id: number])[],
    otherwise: (traits: Traits) => number,
  ) =>
  (traits: Traits): number => {
    for (const [words, id] of rows) if (words.some((word) => traits.action.includes(word))) return id;
    return otherwise(traits);
  };
