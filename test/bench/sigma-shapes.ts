/** The parts of command lines and paths; rules and events are made of the same ones, so that some rules match. */
const words =
  'invoke download string shell system users temp appdata roaming service task config hidden bypass policy remote'.split(
    ' ',
  );
const programs =
  'cmd powershell rundll32 regsvr32 wmic certutil mshta bitsadmin schtasks reg net whoami curl python node'.split(
    ' ',
  );
const categories = [
  'process_creation',
  'registry_set',
  'file_event',
  'ps_script',
  'image_load',
  'network_connection',
];
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  process_creation: ['CommandLine', 'Image', 'ParentImage', 'OriginalFileName'],
  registry_set: ['TargetObject', 'Details', 'Image'],
  file_event: ['TargetFilename', 'Image'],
  ps_script: ['ScriptBlockText'],
  image_load: ['ImageLoaded', 'Image'],
  network_connection: ['DestinationHostname', 'Image', 'DestinationPort'],
};

type Random = (below: number) => number;

function randomFrom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;
const word = (random: Random) => `${pick(random, words)}${random(30) === 0 ? '' : random(2_000)}`;
const program = (random: Random) =>
  `\\${random(12) === 0 ? pick(random, programs) : `tool${random(2_000)}`}.exe`;

/** Sigma files in the shares that the community's ruleset has of modifiers and conditions. */
export function makeRules(count: number, seed: number): { path: string; text: string }[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, i) => {
    const category = random(3) > 0 ? 'process_creation' : pick(random, categories);
    const detection = {
      selection: selection(random, category),
      selection_more: selection(random, category),
      filter_main: { [`${fieldOf(random, category)}|contains`]: ` ${word(random)} ` },
      condition: pick(random, [
        'selection',
        'all of selection*',
        'selection and not 1 of filter*',
        '1 of selection*',
      ]),
    };
    return {
      path: `${i}.yml`,
      text: JSON.stringify({ title: `Rule ${i}`, logsource: { product: 'windows', category }, detection }),
    };
  });
}

function fieldOf(random: Random, category: string): string {
  return pick(random, fieldsOf[category] ?? ['Image']);
}

function selection(random: Random, category: string): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: 1 + random(2) }, () => {
      const field = fieldOf(random, category);
      if (field.endsWith('Image')) return [`${field}|endswith`, values(random, program)];
      const text = () => `${word(random)} ${word(random)}`;
      switch (random(8)) {
        case 0:
          return [`${field}|contains|all`, [text(), word(random)]];
        case 1:
          return [`${field}|contains|windash`, values(random, () => ` -${word(random)}`)];
        case 2:
          return [`${field}|re`, `${word(random)}\\s+[a-z]{2,8}\\d`];
        case 3:
          return [`${field}|startswith`, values(random, text)];
        case 4:
          return [field, values(random, () => `*${word(random)}*${word(random)}`)];
        default:
          return [`${field}|contains`, values(random, text)];
      }
    }),
  );
}

function values(random: Random, make: (random: Random) => string): string[] {
  return Array.from({ length: 1 + random(6) }, () => make(random));
}

export function makeEvents(count: number, seed: number) {
  const random = randomFrom(seed + 1);
  return Array.from({ length: count }, () => {
    const category = random(2) > 0 ? 'process_creation' : pick(random, categories);
    const text = (length: number) => Array.from({ length }, () => word(random)).join(' ');
    const fields = (fieldsOf[category] ?? []).map((name): [string, unknown] => [
      name,
      name.endsWith('Image')
        ? `C:\\Windows\\System32${program(random)}`
        : text(name === 'ScriptBlockText' ? 120 : 12),
    ]);
    const ev = {
      ...Object.fromEntries(fields),
      EventID: random(30),
      Computer: `host${random(100)}`,
      User: word(random),
      Channel: 'Sysmon',
    };
    return { ls: { product: ['windows'], category: [category], service: ['sysmon'] }, ev };
  });
}
