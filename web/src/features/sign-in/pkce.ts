/** Proof Key for Code Exchange (RFC 7636), method S256. */
export type Pkce = { verifier: string; challenge: string };

export function base64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** `random` is 32 bytes: a verifier of 43 characters, the least that RFC 7636 section 4.1 allows. */
export async function makePkce(random: Uint8Array): Promise<Pkce> {
  const verifier = base64Url(random);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64Url(new Uint8Array(digest)) };
}
