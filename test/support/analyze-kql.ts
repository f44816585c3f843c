import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';

type List<T> = { Count: number; getItem(i: number): T };
/** As much of Microsoft's language service as is asked here; its scripts put it into the global scope. */
type Kusto = {
  Language: {
    GlobalState: { Default: { WithDatabase(database: object): object } };
    KustoCode: {
      ParseAndAnalyze(
        query: string,
        globals: object,
      ): {
        GetDiagnostics(): List<{ Message: string }>;
        ResultType: { Columns: List<{ Name: string }> } | null;
      };
    };
    Symbols: {
      TableSymbol: { From(columns: string): { WithName(name: string): object } };
      DatabaseSymbol: { ctor: new (name: string, members: object[]) => object };
    };
  };
};

export type AnalyzedKql = { problems: string[]; columns: string[] };

/** Analyses queries as Microsoft's own editors do, over one table; `columns` is written `Name: type`, with commas. */
export function kqlAnalyzer(table: string, columns: string): (query: string) => AnalyzedKql {
  const { Language } = (globalThis as unknown as { Kusto: Kusto }).Kusto;
  const { TableSymbol, DatabaseSymbol } = Language.Symbols;
  const database = new DatabaseSymbol.ctor('workspace', [TableSymbol.From(`(${columns})`).WithName(table)]);
  const globals = Language.GlobalState.Default.WithDatabase(database);
  return (query) => {
    const code = Language.KustoCode.ParseAndAnalyze(query, globals);
    return {
      problems: itemsOf(code.GetDiagnostics()).map(({ Message }) => Message),
      columns: itemsOf(code.ResultType?.Columns ?? null).map(({ Name }) => Name),
    };
  };
}

const itemsOf = <T>(list: List<T> | null): T[] =>
  Array.from({ length: list?.Count ?? 0 }, (_, i) => list?.getItem(i) as T);
