import {
  addressOf,
  BATCH_BYTES,
  inputOf,
  pathsOf,
  rawUrl,
  type Shipper,
  type SnippetTarget,
} from '#shared/snippets/snippet.ts';

const isSyslog = ({ connector }: SnippetTarget): boolean => inputOf(connector).kind === 'syslog';
const quoted = (paths: readonly string[]): string => paths.map((path) => JSON.stringify(path)).join(', ');

export const fluentBit: Shipper = (target) => {
  const { scheme, host, port } = addressOf(target.url);
  const input = isSyslog(target)
    ? `[INPUT]
    Name         udp
    Listen       0.0.0.0
    Port         514
    Format       none
    Tag          gatehouse
    storage.type filesystem`
    : pathsOf(target.connector)
        .map(
          (path, index) => `[INPUT]
    Name         tail
    Path         ${path}
    DB           /var/lib/fluent-bit/gatehouse-${index}.db
    Tag          gatehouse
    storage.type filesystem`,
        )
        .join('\n\n');
  return {
    shipper: 'fluent-bit',
    title: 'Fluent Bit 2.2 or newer',
    file: '/etc/fluent-bit/fluent-bit.conf',
    text: `[SERVICE]
    Flush        2
    storage.path /var/lib/fluent-bit/storage

${input}

[OUTPUT]
    Name             http
    Match            gatehouse
    Host             ${host}
    Port             ${port}
    tls              ${scheme === 'https' ? 'On' : 'Off'}
    URI              /v1/ingest/raw/${target.sourceId}
    Header           Authorization Bearer ${target.token}
    Format           json_lines
    Json_date_key    @timestamp
    Json_date_format iso8601
    Compress         gzip
    Retry_Limit      no_limits
`,
    notes: [
      'Keep Format json_lines: the default is msgpack, which is no log format of ours.',
      'Retry_Limit no_limits with filesystem storage keeps events while the endpoint is busy.',
    ],
  };
};

export const otelCollector: Shipper = (target) => ({
  shipper: 'otel-collector',
  title: 'OpenTelemetry Collector (contrib) 0.100 or newer',
  file: '/etc/otelcol-contrib/config.yaml',
  text: `receivers:
${
  isSyslog(target)
    ? '  udplog:\n    listen_address: 0.0.0.0:514\n  tcplog:\n    listen_address: 0.0.0.0:514'
    : `  filelog:\n    include: [${quoted(pathsOf(target.connector))}]\n    include_file_path: true\n    storage: file_storage`
}
extensions:
  file_storage:
    directory: /var/lib/otelcol/storage
exporters:
  otlphttp:
    endpoint: ${target.url}
    headers:
      authorization: Bearer ${target.token}
    retry_on_failure:
      max_elapsed_time: 0
    sending_queue:
      storage: file_storage
processors:
  batch:
    send_batch_size: 1000
    send_batch_max_size: 2000
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [${isSyslog(target) ? 'udplog, tcplog' : 'filelog'}]
      processors: [batch]
      exporters: [otlphttp]
`,
  notes: ['max_elapsed_time 0 tries without end; the default gives a batch up after five minutes.'],
});

export const vector: Shipper = (target) => ({
  shipper: 'vector',
  title: 'Vector 0.35 or newer',
  file: '/etc/vector/vector.yaml',
  text: `sources:
${
  isSyslog(target)
    ? '  gatehouse_in:\n    type: socket\n    mode: udp\n    address: 0.0.0.0:514'
    : `  gatehouse_in:\n    type: file\n    include: [${quoted(pathsOf(target.connector))}]`
}
sinks:
  gatehouse:
    type: http
    inputs: [gatehouse_in]
    uri: ${rawUrl(target)}
    method: post
    compression: gzip
    encoding:
      codec: json
    framing:
      method: newline_delimited
    auth:
      strategy: bearer
      token: ${target.token}
    batch:
      max_bytes: ${BATCH_BYTES}
      max_events: 5000
      timeout_secs: 2
    buffer:
      type: disk
      max_size: 1073741824
      when_full: block
`,
  notes: ['batch.max_bytes counts before compression; the default of 10 MB is more than the endpoint takes.'],
});

export const logstash: Shipper = (target) => ({
  shipper: 'logstash',
  title: 'Logstash 8 or newer',
  file: '/etc/logstash/conf.d/gatehouse.conf',
  text: `input {
${
  isSyslog(target)
    ? '  udp { port => 514 codec => plain }\n  tcp { port => 514 codec => line }'
    : `  file { path => [${quoted(pathsOf(target.connector))}] start_position => "beginning" }`
}
}
output {
  http {
    url => "${rawUrl(target)}"
    http_method => "post"
    format => "json_batch"
    headers => { "Authorization" => "Bearer ${target.token}" }
    http_compression => true
    automatic_retries => 3
    retry_failed => true
    retryable_codes => [429, 500, 502, 503, 504]
  }
}
`,
  notes: [
    'Set queue.type: persisted in logstash.yml, so that events outlive a restart while the endpoint is busy.',
    'Set pipeline.batch.size to at most 2000: one batch is one request of at most 4 MB.',
  ],
});
