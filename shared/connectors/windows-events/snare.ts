const SNARE_HEAD =
  /^MSWinEventLog[\t ]{1,16}\d{1,2}[\t ]{1,16}(\S.{0,80}?)[\t ]{1,16}(\d{1,20})[\t ]{1,16}([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})[\t ]{1,16}(\d{1,5})[\t ]{1,16}/;
const AUDIT_WORD = /\b(?:success|failure) audit$|^(?:information|warning|error)$/i;

/** Each column a word, as where every tab became one blank. */
const SNARE_WORDS =
  /^(\S[^\t]{0,80}?)[\t ]{1,16}(\S{1,128})[\t ]{1,16}(\S{1,40})[\t ]{1,16}((?:Success|Failure) Audit|Information|Warning|Error)[\t ]{1,16}(\S{1,255})[\t ]{1,16}/;

/** Snare's columns by their tabs, or by the blanks that a relay made of them; null where it is another's line. */
export function snareColumns(plain: string, isStructured: boolean): readonly string[] | null {
  const start = isStructured ? -1 : plain.indexOf('MSWinEventLog');
  if (start === -1) return null;
  const columns = plain.slice(start).split('\t');
  if (columns.length >= 12) return columns;
  const head = SNARE_HEAD.exec(plain.slice(start, start + 512));
  if (head === null) return null;
  const [whole, channel = '', count = '', time = '', id = ''] = head;
  const single = SNARE_WORDS.exec(plain.slice(start + whole.length, start + whole.length + 1_024));
  if (single !== null) {
    const [, source = '', user = '', , word = '', computer = ''] = single;
    const message = plain.slice(start + whole.length + single[0].length, start + 65_536);
    return ['MSWinEventLog', '', channel, count, time, id, source, user, '', word, computer, '', '', message];
  }
  const rest = plain.slice(start + whole.length, start + 65_536).split(/\t| {2,}/);
  const word = rest.slice(0, 6).findIndex((piece) => AUDIT_WORD.test(piece));
  if (word < 1) return null;
  const [source = '', user = ''] = rest;
  return [
    'MSWinEventLog',
    '',
    channel,
    count,
    time,
    id,
    source,
    word > 1 ? user : '-',
    '',
    (rest[word] ?? '').replace(/^.* (?=\S+ audit$)/i, ''),
    rest[word + 1] ?? '',
    rest[word + 2] ?? '',
    '',
    ...rest.slice(word + 3),
  ];
}
