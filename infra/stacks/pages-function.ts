import { productHeader } from '#shared/ways/elastic-answer.ts';
import { rootAnswer } from '#shared/ways/elastic-setup.ts';

const [[product, name]] = Object.entries(productHeader) as [[string, string]];

/**
 * Code of the CloudFront function in front of the site, in the JavaScript that CloudFront runs. Its test for
 * Elasticsearch's clients is `asksForElastic` of shared/ways/edge.ts; test/infra holds the two together.
 */
export const pagesFunction = `
function handler(event) {
  var request = event.request;
  var headers = request.headers;
  var accept = headers.accept ? headers.accept.value : '';
  var reads = request.method === 'GET' || request.method === 'HEAD';
  var asks = headers.authorization || accept.includes('json');
  if (request.uri === '/' && reads && asks && !accept.includes('text/html')) {
    var version = /compatible-with=([0-9]+)/.exec(accept);
    return {
      statusCode: 200,
      statusDescription: 'OK',
      headers: {
        'content-type': { value: version ? 'application/vnd.elasticsearch+json;compatible-with=' + version[1] : 'application/json; charset=UTF-8' },
        'cache-control': { value: 'no-store' },
        '${product}': { value: '${name}' }
      },
      body: request.method === 'HEAD' ? '' : '${JSON.stringify(rootAnswer)}'
    };
  }
  if (!/\\.[a-z0-9]+$/i.test(request.uri)) request.uri = '/index.html';
  return request;
}`.trim();
