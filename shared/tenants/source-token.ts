/** Every source token begins with it: it tells them from users' tokens, and secret scanners find it. */
export const SOURCE_TOKEN_PREFIX = 'ghs_';
