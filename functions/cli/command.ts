import type { CommandHelp, Values } from './arguments.ts';
import type { Cell } from './cell.ts';

export type Output = (line: string) => void;

/** One command of `gatehouse`: what it takes, and what it does. */
export type Command = CommandHelp & {
  name: string;
  summary: string;
  run(cell: Cell, values: Values, print: Output): Promise<void>;
};
