import { addressOf, inputOf, pathsOf, rawUrl, type Shipper } from '#shared/snippets/snippet.ts';

const output = (url: string, token: string): string => {
  const { scheme, host, port } = addressOf(url);
  return `setup.ilm.enabled: false
setup.template.enabled: false
output.elasticsearch:
  hosts: ["${scheme}://${host}:${port}"]
  username: gatehouse
  password: "${token}"
  index: gatehouse
  bulk_max_size: 1000
  compression_level: 5
  allow_older_versions: true
queue.disk:
  max_size: 1GB
`;
};

const beatsNotes = [
  'Beats try refused events again without end; nothing is lost while the disk queue has room.',
  'With a revoked token a Beat asks once a minute for ever: stop it, or give it a new token.',
] as const;

export const filebeat: Shipper = ({ url, token, connector }) => ({
  shipper: 'filebeat',
  title: 'Filebeat 7.17 or newer',
  file: '/etc/filebeat/filebeat.yml',
  text: `filebeat.inputs:
${
  inputOf(connector).kind === 'syslog'
    ? '  - type: udp\n    host: "0.0.0.0:514"\n  - type: tcp\n    host: "0.0.0.0:514"'
    : `  - type: filestream\n    id: gatehouse\n    paths:\n${pathsOf(connector)
        .map((path) => `      - ${path}`)
        .join('\n')}`
}
${output(url, token)}`,
  notes: beatsNotes,
});

export const winlogbeat: Shipper = ({ url, token }) => ({
  shipper: 'winlogbeat',
  title: 'Winlogbeat 7.17 or newer',
  file: 'C:\\Program Files\\Winlogbeat\\winlogbeat.yml',
  text: `winlogbeat.event_logs:
  - name: Security
  - name: System
  - name: Microsoft-Windows-Sysmon/Operational
  - name: Microsoft-Windows-PowerShell/Operational
  - name: Microsoft-Windows-Windows Defender/Operational
${output(url, token)}`,
  notes: beatsNotes,
});

export const nxlog: Shipper = (target) => ({
  shipper: 'nxlog',
  title: 'NXLog CE 3 or newer',
  file: 'C:\\Program Files\\nxlog\\conf\\nxlog.conf',
  text: `<Extension json>
    Module  xm_json
</Extension>
<Input in>
${
  inputOf(target.connector).kind === 'windows'
    ? `    Module  im_msvistalog
    <QueryXML>
        <QueryList><Query Id="0">
            <Select Path="Security">*</Select>
            <Select Path="System">*</Select>
            <Select Path="Microsoft-Windows-Sysmon/Operational">*</Select>
            <Select Path="Microsoft-Windows-PowerShell/Operational">*</Select>
        </Query></QueryList>
    </QueryXML>
    Exec    to_json();`
    : `    Module  im_file
    File    "${pathsOf(target.connector)[0]}"`
}
</Input>
<Output gatehouse>
    Module       om_http
    URL          ${rawUrl(target)}
    ContentType  application/json
    AddHeader    Authorization: Bearer ${target.token}
</Output>
<Route r>
    Path         in => gatehouse
</Route>
`,
  notes: [
    'NXLog CE sends one event a request; a Windows server with a busy Security log is better read by Winlogbeat.',
  ],
});
