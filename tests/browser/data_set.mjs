// A data set of seats to which no letter can go.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { SOURCE } from './service.mjs';

// Derby North (DE1 3ZZ) as it would stand after its Member had left, and Leeds Central and Headingley (LS1 1UR) if its
// Member had no address.
export async function changedDataSet() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'postbag-data-'));
  await fs.cp(path.join(SOURCE, 'data/set'), folder, { recursive: true });
  const file = path.join(folder, 'mps.csv');
  const members = await fs.readFile(file, 'utf8');
  const vacant = members.replace(/^E14001193,.*$/m, 'E14001193,,,,,,,,,,,2026-10-01,vacant,');
  assert.notEqual(vacant, members);
  const unreachable = vacant.replace(/^(E14001319,.*,)[^,]+@parliament\.uk,/m, '$1,');
  assert.notEqual(unreachable, vacant);
  await fs.writeFile(file, unreachable);
  return folder;
}
