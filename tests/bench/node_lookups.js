// The look-up of a postcode as a Node program would be written, to be asked by wrk (see front.py):
//   node tests/bench/node_lookups.js map PORT
//       Node's own server and 100,000 postcodes in a Map.
//   NODE_PATH=FOLDER/node_modules node tests/bench/node_lookups.js express PORT postgresql://…
//       Express 5 and pg 8 over ten connections: a SELECT by primary key among 100,000 rows, which it makes.
const kRows = 100_000;
const [kind, port, url] = process.argv.slice(2);

const clean = (typed) => typed.toUpperCase().replaceAll(/\s/g, "");
const row = (postcode, i) => ({
  postcode,
  match: "exact",
  constituency: "E1400" + (1063 + (i % 650)),
  name: "A constituency of " + (i % 650),
  nation: "England",
  region: "East Midlands",
  member: "The Member for " + (i % 650),
  party: "A party",
});

function serveMap() {
  const rows = new Map();
  for (let i = 0; i < kRows; ++i) rows.set("X" + i, row("X" + i, i));
  rows.set("SW1A1AA", row("SW1A1AA", 1));
  require("http")
    .createServer((request, response) => {
      const found = rows.get(clean(decodeURIComponent(request.url.slice("/api/v1/postcodes/".length))));
      const body = JSON.stringify(found ?? { error: "unknown" });
      response.writeHead(found ? 200 : 404, {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
      });
      response.end(body);
    })
    .listen(port, "127.0.0.1");
}

async function serveExpress() {
  const express = require("express");
  const { Pool } = require("pg");
  const pool = new Pool({ connectionString: url, max: 10 });
  await pool.query(
    `CREATE TABLE postcodes AS SELECT CASE i WHEN 1 THEN 'SW1A1AA' ELSE 'X' || i END AS postcode, 'exact' AS match,
     'E1400' || (1063 + i % 650) AS constituency, 'A constituency of ' || i % 650 AS name, 'England' AS nation,
     'East Midlands' AS region, 'The Member for ' || i % 650 AS member, 'A party' AS party
     FROM generate_series(1, ${kRows}) AS i`,
  );
  await pool.query("ALTER TABLE postcodes ADD PRIMARY KEY (postcode)");
  await pool.query("ANALYZE postcodes");
  const application = express();
  application.get("/api/v1/postcodes/:postcode", async (request, response) => {
    const found = await pool.query({
      name: "lookup",
      text: "SELECT * FROM postcodes WHERE postcode = $1",
      values: [clean(request.params.postcode)],
    });
    if (found.rows.length === 0) response.status(404).json({ error: "unknown" });
    else response.json(found.rows[0]);
  });
  application.listen(port, "127.0.0.1");
}

if (kind === "map") serveMap();
else serveExpress();
