import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvent } from '#shared/pipeline/normalize-event.ts';

const acme = tenantIdSchema.parse('acme');
const received_at = '2026-11-22T05:00:00.000Z';
const read = (raw: unknown, connector = 'auto') =>
  normalizeEvent(
    acme,
    { connector, received_at },
    { o: 0, raw: typeof raw === 'string' ? raw : JSON.stringify(raw) },
  );

const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const logon = (data: string, keywords = '0x8020000000000000') =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${PROVIDER}'/><EventID>4624</EventID><Keywords>${keywords}</Keywords><TimeCreated SystemTime='2026-11-22T04:59:31.1234567Z'/><EventRecordID>771</EventRecordID><Execution ProcessID='612' ThreadID='700'/><Channel>Security</Channel><Computer>dc1.acme.example</Computer></System><EventData>${data}</EventData>`;
const DATA =
  "<Data Name='TargetUserName'>alice</Data><Data Name='TargetDomainName'>ACME</Data><Data Name='LogonType'>3</Data><Data Name='ImpersonationLevel'>%%1833</Data><Data Name='IpAddress'>198.51.100.23</Data><Data Name='IpPort'>51544</Data><Data Name='ProcessId'>0x9c4</Data>";
const RENDERED =
  "<RenderingInfo Culture='en-US'><Message>An account was successfully logged on. Subject: Security ID</Message></RenderingInfo></Event>";

describe('an event of Windows', () => {
  test('keeps an insertion code under its own name, as rules ask for it, and says what it means', () => {
    const { attributes } = read(`${logon(DATA)}${RENDERED}`);
    expect(attributes.ImpersonationLevel).toBe('%%1833');
    expect(attributes['winlog.logon.impersonation']).toBe('Impersonation');
  });

  test('never takes an insertion code that nobody knows for a fact', () => {
    const { attributes } = read(
      `${logon("<Data Name='IpAddress'>%%99999</Data><Data Name='TargetUserName'>%%99999</Data>")}${RENDERED}`,
    );
    expect(attributes['source.ip']).toBeUndefined();
    expect(attributes['user.name']).toBeUndefined();
  });

  test('that was cut inside its rendered message has all its fields, and says that it was cut', () => {
    const whole = read(`${logon(DATA)}${RENDERED}`).attributes;
    const cut = read(`${logon(DATA)}${RENDERED}`.slice(0, -60)).attributes;
    for (const name of ['user.name', 'source.ip', 'source.port', 'process.pid', 'event.code', 'host.name'])
      expect(cut[name]).toEqual(whole[name]);
    expect(cut['parse.status']).toBe('partial');
    expect(cut['parse.notes']).toEqual(['the XML ends before its last element']);
  });

  test('that was cut anywhere behind its header is an event with that header', () => {
    const text = `${logon(DATA)}${RENDERED}`;
    for (let end = text.indexOf('</System>') + 9; end < text.length - 1; end += 7) {
      const { attributes } = read(text.slice(0, end), 'windows-events');
      expect(attributes['event.code']).toBe('4624');
      expect(attributes['host.name']).toBe('dc1.acme.example');
      expect(attributes['parse.status']).toBe('partial');
    }
  });

  test.each([
    ['-9214364837600034816', 'success'],
    ['-9214364837600035000', 'success'],
    ['-9218868437227405312', 'failure'],
  ])(
    'of NXLog keeps the 64-bit keywords %s as they stood and reads its outcome from them',
    (keywords, outcome) => {
      const raw = `{"EventTime":"2026-11-22 04:59:31","Hostname":"ws7","Keywords":${keywords},"EventID":4776,"SourceName":"${PROVIDER}","Channel":"Security","TargetUserName":"alice"}`;
      const { attributes } = read(raw);
      expect(attributes.Keywords).toBe(keywords);
      expect(attributes['event.outcome']).toBe(outcome);
    },
  );

  test('gives process ids in hexadecimal as numbers, and nothing for what Windows writes where it has nothing', () => {
    const { attributes } = read(
      `${logon("<Data Name='ProcessId'>0x9c4</Data><Data Name='ProcessName'>-</Data><Data Name='SubjectUserSid'>S-1-0-0</Data><Data Name='SubjectUserName'>-</Data><Data Name='TargetUserName'>alice</Data><Data Name='IpAddress'>::ffff:192.0.2.4</Data>")}${RENDERED}`,
    );
    expect(attributes['process.pid']).toBe(2500);
    expect(attributes['process.name']).toBeUndefined();
    expect(attributes['user.id']).toBeUndefined();
    expect(attributes['source.ip']).toBe('192.0.2.4');
  });

  test('whose parameters have no names is read by their places', () => {
    const { attributes } = read({
      winlog: {
        event_id: '7036',
        provider_name: 'Service Control Manager',
        channel: 'System',
        computer_name: 'ws7',
        event_data: { param1: 'Print Spooler', param2: 'stopped' },
      },
    });
    expect(attributes['service.name']).toBe('Print Spooler');
    expect(attributes['service.state']).toBe('stopped');
  });

  test('of another provider is not taken for the one whose id it shares', () => {
    const event = read({
      EventID: 1006,
      SourceName: 'Microsoft-Windows-Search',
      Channel: 'Application',
      Hostname: 'ws7',
      EventTime: '2026-11-22 04:59:31',
    });
    expect(event.attributes['event.category']).toEqual(['host']);
    expect(event.severity).toBeLessThan(5);
  });
});

const falcon = {
  metadata: {
    customerIDString: '0123',
    offset: 1,
    eventType: 'DetectionSummaryEvent',
    eventCreationTime: 1795323571123,
  },
  event: { ComputerName: 'WS-7', UserName: 'alice', FileName: 'a.exe', FilePath: 'C:\\Temp', Severity: 4 },
};

describe('a Falcon event', () => {
  test('printed over many lines reads as the one in a line', () => {
    const own = ({ attributes }: ReturnType<typeof read>) => {
      const { 'event.original': _, ...others } = attributes;
      return others;
    };
    expect(own(read(JSON.stringify(falcon, null, 4)))).toEqual(own(read(falcon)));
  });

  test('keeps ids beyond 2^53 exact', () => {
    const raw =
      '{"event_simpleName":"EndOfProcess","aid":"a","cid":"c","TargetProcessId":9223372036854775807,"timestamp":"1795323571123"}';
    expect(read(raw).attributes['process.entity_id']).toBe('9223372036854775807');
  });

  test('in CEF keeps an equals sign inside a URL and lets no value make a key', () => {
    const { attributes } = read(
      'CEF:0|CrowdStrike|FalconHost|1.0|DetectionSummaryEvent|Detection|4|dhost=WS-7 duser=alice cs5Label=CommandLine cs5=a.exe -u http://evil.example/?duser=mallory rt=1795323571000',
    );
    expect(attributes['user.name']).toBe('alice');
    expect(attributes['process.command_line']).toBe('a.exe -u http://evil.example/?duser=mallory');
  });
});

describe('an Entra sign-in', () => {
  const properties = {
    createdDateTime: '2026-11-22T04:59:31Z',
    userPrincipalName: 'alice@acme.example',
    userId: '5764',
    appDisplayName: 'Azure Portal',
    ipAddress: '203.0.113.15',
    status: { errorCode: 50126, failureReason: 'Invalid username or password.' },
  };

  test('says the same in the form of the Event Hub, of Graph and of Sentinel', () => {
    const forms = [
      {
        time: '2026-11-22T05:00:01Z',
        category: 'SignInLogs',
        operationName: 'Sign-in activity',
        resultType: '50126',
        durationMs: '0',
        level: '4',
        properties,
      },
      properties,
      {
        TimeGenerated: '2026-11-22T04:59:31Z',
        ResultType: '50126',
        UserPrincipalName: 'alice@acme.example',
        UserId: '5764',
        AppDisplayName: 'Azure Portal',
        IPAddress: '203.0.113.15',
        Status: JSON.stringify(properties.status),
      },
    ].map((raw) => read(raw));
    for (const { attributes, timestamp, category } of forms) {
      expect({ timestamp, category }).toEqual({ timestamp: '2026-11-22T04:59:31.000Z', category: 'auth' });
      expect(attributes).toMatchObject({
        'user.name': 'alice@acme.example',
        'user.id': '5764',
        'service.name': 'Azure Portal',
        'source.ip': '203.0.113.15',
        'event.code': '50126',
        'event.outcome': 'failure',
        'event.reason': 'Invalid username or password.',
        failed_login_count: 1,
      });
    }
  });

  test('whose caller differs from its own address relates both', () => {
    const { attributes } = read({ category: 'SignInLogs', callerIpAddress: '198.51.100.7:443', properties });
    expect(attributes['source.ip']).toBe('203.0.113.15');
    expect(attributes['related.ip']).toEqual(expect.arrayContaining(['203.0.113.15', '198.51.100.7']));
  });
});
