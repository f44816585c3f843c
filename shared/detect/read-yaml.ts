import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  visit,
} from 'yaml';
import { readPlainScalar } from '#shared/detect/plain-scalar.ts';
import { readQuickYaml } from '#shared/detect/quick-yaml.ts';
import { type FieldPath, RuleError, type RuleProblem } from '#shared/detect/rule-problem.ts';

export type RuleFile = { path: string; text: string };

/** One YAML document of a rule file as plain data, with the way back from a field to its line. */
export type RuleDocument = {
  file: string;
  /** Position among the file's documents, from 0. */
  index: number;
  value: unknown;
  problem(path: FieldPath, message: string): RuleProblem;
};

type Read = { documents: RuleDocument[]; refused: RuleProblem[] };

/**
 * A document that is no YAML is refused alone; the others of its file are read. Empty documents are passed over. Most
 * files are read quickly; the full reader, which knows lines, is asked where that cannot be or a problem is told.
 */
export function readYaml({ path: file, text }: RuleFile): Read {
  const values = readQuickYaml(text);
  const read =
    values === null ? readFully(file, text) : { documents: quickDocuments(file, text, values), refused: [] };
  if (read.documents.length > 0 || read.refused.length > 0) return read;
  const message = 'The file holds no rule: write one Sigma rule per document.';
  return { documents: [], refused: [{ file, line: 1, field: '', message }] };
}

function quickDocuments(file: string, text: string, values: readonly unknown[]): RuleDocument[] {
  return values.flatMap((value, index) => {
    if (value === null || value === undefined) return [];
    const problem: RuleDocument['problem'] = (path, message) => {
      const counter = new LineCounter();
      const document = [...parseAllDocuments(text, { lineCounter: counter, prettyErrors: false })][index];
      return { file, line: lineOf(document, counter, path), field: path.join('.'), message };
    };
    return { file, index, value, problem };
  });
}

function readFully(file: string, text: string): Read {
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false });
  const documents: RuleDocument[] = [];
  const refused: RuleProblem[] = [];
  for (const [index, document] of [...parsed].entries()) {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = counter.linePos(error.pos[0]).line;
      refused.push({ file, line, field: '', message: `This is not valid YAML: ${error.message}` });
      continue;
    }
    const problem: RuleDocument['problem'] = (path, message) => ({
      file,
      line: lineOf(document, counter, path),
      field: path.join('.'),
      message,
    });
    visit(document, {
      Scalar(place, node) {
        if (place !== 'key' && node.type === 'PLAIN' && !node.tag)
          node.value = readPlainScalar(node.source ?? '');
      },
    });
    try {
      const value: unknown = document.toJS();
      if (value !== null && value !== undefined) documents.push({ file, index, value, problem });
    } catch (cause) {
      refused.push(
        problem([], `This YAML cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`),
      );
    }
  }
  return { documents, refused };
}

/** The line, from 1, where the deepest part of the path that exists begins. */
function lineOf(document: Document.Parsed | undefined, counter: LineCounter, path: FieldPath): number {
  let node: unknown = document?.contents;
  let offset = document?.contents?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = (node as ParsedNode | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return counter.linePos(offset).line;
}

/** Runs the reading of one document; what it throws about the rule becomes a problem with its line. */
export function attempt<T>(document: RuleDocument, read: () => T): { ok: T } | { problem: RuleProblem } {
  try {
    return { ok: read() };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { problem: document.problem(error.path, error.message) };
  }
}
