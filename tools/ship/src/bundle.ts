/**
 * Bundles a program into one file. Also writes two files beside the bundle: an SBOM (CycloneDX), and `licences.txt`
 * with the notices that the packages require. Effects: writes files. Errors: rolldown's.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import sbom from 'rollup-plugin-sbom';

export interface Bundle {
  /** The first file of the program. */
  readonly input: string;
  /** The folder for `main.js` and for the lists of its contents. */
  readonly folder: string;
  /** Leadbell's version. */
  readonly version: string;
}

interface Licence {
  readonly license?: { readonly id?: string; readonly name?: string; readonly text?: { readonly content: string } };
  readonly expression?: string;
}

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly author?: string;
  readonly licenses?: readonly Licence[];
  readonly evidence?: { readonly licenses?: readonly Licence[] };
}

const sbomFile = 'sbom.cdx';

/** An older Node would fail in the middle of the bundle, and show only a stack trace. */
const nodeNeeded = 26;
const refuseOlderNode = `if (Number.parseInt(process.versions.node, 10) < ${nodeNeeded}) {
  process.stderr.write("Leadbell needs Node ${nodeNeeded} or later; this is " + process.versions.node + " (docs/install.md).\\n");
  process.exit(78);
}`;

/** Returns the files that the bundle contains. */
export async function bundle({ input, folder, version }: Bundle): Promise<readonly string[]> {
  const contents = sbom({
    outDir: '',
    outFilename: sbomFile,
    outFormats: ['json'],
    includeWellKnown: false,
    collectLicenseEvidence: true,
    // The plugin would describe this tool, the first package that it finds; describe the whole program instead.
    afterCollect({ metadata }) {
      if (metadata.component === undefined) return;
      delete metadata.component.group;
      metadata.component.name = 'leadbell';
      metadata.component.version = version;
    },
  });
  const build = await rolldown({ input, platform: 'node', plugins: [contents] });
  const { output } = await build.write({
    file: join(folder, 'main.js'),
    format: 'esm',
    codeSplitting: false,
    banner: refuseOlderNode,
  });
  await build.close();
  const { components } = JSON.parse(readFileSync(join(folder, `${sbomFile}.json`), 'utf8')) as {
    readonly components: readonly Component[];
  };
  writeFileSync(join(folder, 'licences.txt'), components.map(notice).join('\n\n'));
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}

/** If a package has no text of its licence, only the name of the licence is listed. */
function notice({ group, name, version, author, licenses = [], evidence }: Component): string {
  const named = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? '');
  const texts = (evidence?.licenses ?? []).flatMap(({ license }) => textOf(license?.text) ?? []);
  const title = `${group === undefined ? '' : `${group}/`}${name} ${version}: ${named.join(', ') || 'no licence named'}`;
  return [`== ${title}`, ...(author === undefined ? [] : [author]), ...texts].join('\n\n');
}

function textOf(text: { readonly content: string; readonly encoding?: string } | undefined): string | null {
  if (text === undefined) return null;
  return text.encoding === 'base64' ? Buffer.from(text.content, 'base64').toString('utf8') : text.content;
}
