import { describe, expect, it } from 'vitest';
import { cacheControl, contentType } from '../../../infra/local/web.ts';

describe('web upload', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/main-BX12.js', 'text/javascript; charset=utf-8'],
    ['assets/main-BX12.css', 'text/css; charset=utf-8'],
    ['config.json', 'application/json'],
    ['icon.svg', 'image/svg+xml'],
    ['unknown.bin', 'application/octet-stream'],
  ])('gives %s the type %s', (key, type) => {
    expect(contentType(key)).toBe(type);
  });

  it('lets browsers keep only what is named by its hash', () => {
    expect(cacheControl('assets/main-BX12.js')).toContain('immutable');
    expect(cacheControl('index.html')).toBe('no-cache');
    expect(cacheControl('config.json')).toBe('no-cache');
  });
});
