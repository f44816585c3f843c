import { type Expression, joined } from '#shared/detect/expression.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** Parentheses and `not` inside one another; deeper ones are a mistake or an attack on the stack. */
const MAX_DEPTH = 50;

type Reader = {
  tokens: readonly string[];
  at: number;
  selections: ReadonlyMap<string, Expression>;
  path: FieldPath;
};

/** A Sigma condition over the rule's selections: and, or, not, parentheses, `1 of x*`, `N of x*`,
 * `all of x*`, `them`. */
export function readCondition(
  text: string,
  selections: ReadonlyMap<string, Expression>,
  path: FieldPath,
): Expression {
  if (text.includes('|')) {
    throw new RuleError(
      path,
      'Aggregations after "|" are no longer Sigma: write a correlation rule instead.',
    );
  }
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const reader: Reader = { tokens, at: 0, selections, path };
  const expression = readOr(reader, 0);
  const left = reader.tokens[reader.at];
  if (left !== undefined) {
    throw new RuleError(path, `"${left}" is one word too many: join the parts with "and" or "or".`);
  }
  return expression;
}

function readOr(reader: Reader, depth: number): Expression {
  const parts = [readAnd(reader, depth)];
  while (accept(reader, 'or')) parts.push(readAnd(reader, depth));
  return joined('or', parts);
}

function readAnd(reader: Reader, depth: number): Expression {
  const parts = [readNot(reader, depth)];
  while (accept(reader, 'and')) parts.push(readNot(reader, depth));
  return joined('and', parts);
}

function readNot(reader: Reader, depth: number): Expression {
  if (depth > MAX_DEPTH)
    throw new RuleError(reader.path, `The condition is nested more than ${MAX_DEPTH} deep.`);
  if (accept(reader, 'not')) return { op: 'not', of: readNot(reader, depth + 1) };
  if (!accept(reader, '(')) return readName(reader);
  const inner = readOr(reader, depth + 1);
  if (!accept(reader, ')')) throw new RuleError(reader.path, 'A parenthesis is not closed: add ")".');
  return inner;
}

function readName(reader: Reader): Expression {
  const { selections, path } = reader;
  const word = reader.tokens[reader.at++];
  if (word === undefined || word === ')' || isWord(word, 'and') || isWord(word, 'or')) {
    throw new RuleError(
      path,
      `The name of a selection is missing${word === undefined ? ' at the end' : ` before "${word}"`}.`,
    );
  }
  if (accept(reader, 'of')) return readQuantity(reader, word);
  const selection = selections.get(word);
  if (selection === undefined) {
    throw new RuleError(
      path,
      `There is no selection "${word}": write one of ${[...selections.keys()].join(', ')}.`,
    );
  }
  return selection;
}

function readQuantity(reader: Reader, word: string): Expression {
  const isNumber = /^[1-9]\d{0,3}$/.test(word);
  if (!isNumber && !isWord(word, 'any') && !isWord(word, 'all')) {
    throw new RuleError(
      reader.path,
      `"${word} of" is not Sigma: write "1 of", "2 of", "any of" or "all of".`,
    );
  }
  const chosen = readGroup(reader);
  if (isWord(word, 'all')) return joined('and', chosen);
  const least = isNumber ? Number(word) : 1;
  if (least > chosen.length) {
    throw new RuleError(
      reader.path,
      `"${word} of" can never be: only ${chosen.length} selections fit. Write a lower number.`,
    );
  }
  if (least === 1) return joined('or', chosen);
  return least === chosen.length ? joined('and', chosen) : { op: 'some', of: chosen, least };
}

/** The selections meant by `them` (all but those that begin with `_`) or by a name with `*`. */
function readGroup(reader: Reader): Expression[] {
  const { selections, path } = reader;
  const word = reader.tokens[reader.at++];
  if (word === undefined) throw new RuleError(path, 'After "of" comes "them" or a name such as selection_*.');
  const chosen = [...selections].filter(([name]) =>
    isWord(word, 'them') ? !name.startsWith('_') : fits(word, name),
  );
  if (chosen.length === 0) {
    throw new RuleError(path, `"${word}" fits no selection: there are ${[...selections.keys()].join(', ')}.`);
  }
  return chosen.map(([, selection]) => selection);
}

function fits(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return name === pattern;
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > name.length - end.length) return false;
    at = found + part.length;
  }
  return true;
}

function accept(reader: Reader, word: string): boolean {
  const token = reader.tokens[reader.at];
  if (token === undefined || !isWord(token, word)) return false;
  reader.at++;
  return true;
}

function isWord(token: string, word: string): boolean {
  return token.toLowerCase() === word;
}
