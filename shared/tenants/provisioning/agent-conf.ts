/** Customer codes are plain, but what goes into XML is escaped all the same. */
const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const LABEL = /<label\s+key=(["'])customer\1[^>]*>([^<]*)<\/label>/;

/** The value of our label in an agent.conf, or null. */
export function customerLabel(xml: string): string | null {
  return LABEL.exec(withoutComments(xml))?.[2]?.trim() ?? null;
}

/**
 * An agent.conf in which our label has this value, and everything else is as the operator wrote it. A manager's new group
 * has an empty configuration or a comment.
 */
export function withCustomerLabel(xml: string, code: string): string {
  const label = `<label key="customer">${escapeXml(code)}</label>`;
  if (customerLabel(xml) === code) return xml;
  // Our label may also stand in a comment; only a place outside of comments counts.
  if (LABEL.test(withoutComments(xml))) return replaceOutsideComments(xml, LABEL, label);
  const block = `\n  <labels>\n    ${label}\n  </labels>\n`;
  const open = /<agent_config(?:\s*)>/.exec(xml);
  if (open !== null && !inComment(xml, open.index)) {
    const end = open.index + open[0].length;
    return `${xml.slice(0, end)}${block}${xml.slice(end)}`;
  }
  const own = `<agent_config>${block}</agent_config>\n`;
  return xml.trim() === '' ? own : `${xml.trimEnd()}\n\n${own}`;
}

/** The file without our label, where it has this value. */
export function withoutCustomerLabel(xml: string, code: string): string {
  return customerLabel(xml) === code ? replaceOutsideComments(xml, LABEL, '') : xml;
}

const COMMENT = /<!--[\s\S]*?-->/g;

/** Comments blanked, so that places stay the same. */
const withoutComments = (xml: string): string =>
  xml.replace(COMMENT, (comment) => ' '.repeat(comment.length));

const inComment = (xml: string, at: number): boolean => withoutComments(xml)[at] === ' ' && xml[at] !== ' ';

function replaceOutsideComments(xml: string, pattern: RegExp, by: string): string {
  const found = pattern.exec(withoutComments(xml));
  return found === null
    ? xml
    : `${xml.slice(0, found.index)}${by}${xml.slice(found.index + found[0].length)}`;
}
