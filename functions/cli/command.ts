import type { CommandHelp, Values } from './arguments.ts';
import type { Cell } from './cell.ts';

export type Output = (line: string) => void;

/** One command of `gatehouse`: what it takes, and what it does. */
export type Command = CommandHelp & {
  name: string;
  summary: string;
  run(cell: Cell, values: Values, print: Output): Promise<void>;
};

/** A command that needs no cell: it works on files. */
export type LocalCommand = CommandHelp & {
  name: string;
  summary: string;
  runLocal(values: Values, print: Output): Promise<void>;
};
