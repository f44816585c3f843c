import type { CommandHelp, Values } from './arguments.ts';
import type { Cell } from './cell.ts';

export type Output = (line: string) => void;

type Named = CommandHelp & { name: string; summary: string };

/** One command of `gatehouse`: what it takes, and what it does. */
export type Command = Named & {
  run(cell: Cell, values: Values, print: Output): Promise<void>;
};

/** A command that needs no cell. */
export type OfflineCommand = Named & {
  runOffline(values: Values): Promise<void>;
};
