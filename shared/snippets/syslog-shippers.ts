import { addressOf, inputOf, pathsOf, rawUrl, type Shipper } from '#shared/snippets/snippet.ts';

/** syslog-ng's http() destination; it repeats a refused batch for ever, so events go where no event is refused. */
export const syslogNg: Shipper = (target) => {
  const source =
    inputOf(target.connector).kind === 'syslog'
      ? '  network(ip("0.0.0.0") port(514) transport("udp") flags(no-parse));\n  network(ip("0.0.0.0") port(514) transport("tcp") flags(no-parse));'
      : pathsOf(target.connector)
          .map((path) => `  file("${path}" flags(no-parse) follow-freq(1));`)
          .join('\n');
  return {
    shipper: 'syslog-ng',
    title: 'syslog-ng 3.38 or newer',
    file: '/etc/syslog-ng/conf.d/gatehouse.conf',
    text: `source s_gatehouse {
${source}
};
destination d_gatehouse {
  http(
    url("${rawUrl(target)}")
    method("POST")
    headers("Authorization: Bearer ${target.token}", "Content-Type: text/plain")
    body("$MSG")
    delimiter("\\n")
    batch-lines(1000)
    batch-bytes(4000Kb)
    batch-timeout(2000)
    timeout(20)
    time-reopen(5)
    workers(2)
    disk-buffer(disk-buf-size(1073741824) mem-buf-length(20000) reliable(no))
  );
};
log { source(s_gatehouse); destination(d_gatehouse); flags(flow-control); };
`,
    notes: [
      'Needs the module syslog-ng-mod-http.',
      'time-reopen is 60 s unless set: that long syslog-ng waits after every refusal, whatever Retry-After says.',
      'The disk buffer keeps events while the endpoint is busy; without it they wait in memory only.',
    ],
  };
};

/** rsyslog's omelasticsearch: Debian and Red Hat ship no other HTTP output, and it knows no header but Basic. */
export const rsyslog: Shipper = (target) => {
  const { scheme, host, port } = addressOf(target.url);
  const input =
    inputOf(target.connector).kind === 'syslog'
      ? `module(load="imudp")
module(load="imtcp")
input(type="imudp" port="514" ruleset="gatehouse")
input(type="imtcp" port="514" ruleset="gatehouse")`
      : [
          'module(load="imfile")',
          ...pathsOf(target.connector).map(
            (path) => `input(type="imfile" File="${path}" Tag="gatehouse" ruleset="gatehouse")`,
          ),
        ].join('\n');
  return {
    shipper: 'rsyslog',
    title: 'rsyslog 8.2302 or newer with omelasticsearch',
    file: '/etc/rsyslog.d/60-gatehouse.conf',
    text: `${input}
module(load="omelasticsearch")
template(name="gatehouse" type="list" option.jsonf="on") {
  property(outname="@timestamp" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="host" name="hostname" format="jsonf")
  property(outname="message" name="rawmsg" format="jsonf")
}
ruleset(name="gatehouse_retry") {
  action(type="omelasticsearch" template="gatehouse" server="${scheme}://${host}" serverport="${port}"
         uid="gatehouse" pwd="${target.token}" bulkmode="on" maxbytes="4m" searchIndex="gatehouse" searchType=""
         retryfailures="on" retryruleset="gatehouse_retry"
         queue.type="LinkedList" queue.filename="gatehouse_retry" queue.maxDiskSpace="1g" queue.saveOnShutdown="on"
         action.resumeRetryCount="-1" action.resumeInterval="5")
}
ruleset(name="gatehouse") {
  action(type="omelasticsearch" template="gatehouse" server="${scheme}://${host}" serverport="${port}"
         uid="gatehouse" pwd="${target.token}" bulkmode="on" maxbytes="4m" searchIndex="gatehouse" searchType=""
         retryfailures="on" retryruleset="gatehouse_retry"
         queue.type="LinkedList" queue.filename="gatehouse" queue.maxDiskSpace="1g" queue.saveOnShutdown="on"
         queue.dequeueBatchSize="500" action.resumeRetryCount="-1" action.resumeInterval="5")
}
`,
    notes: [
      'Needs the package rsyslog-elasticsearch.',
      'Keep retryfailures and retryruleset: without them rsyslog drops what the endpoint answers with 429.',
      'rsyslog drops a batch that a gateway on the way refuses with an HTTP error. Where no event may be missing, prefer syslog-ng, Vector or Fluent Bit.',
    ],
  };
};
