/** A customer code that no other test takes: letters only, since none may begin with another one. */
export function newCode(): string {
  return Array.from({ length: 9 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('');
}
