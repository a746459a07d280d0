#!/bin/sh
# jsonld writes a number as small as 1e-7 into RDF as the integer 0, and in safe mode as well, which is there to throw
# where something would be lost. What has no point in its decimal text it takes for a whole number, and 1e-7 has none,
# while 1.5e-7 has one and stays what it is. JSON-LD 1.1 makes an xsd:double of every number that is not whole, as
# jsonld-streaming-parser does of the same document. There and back again, the value is 0.
# Seen with jsonld 9.0.0 and jsonld-streaming-parser 5.0.1 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent jsonld@9.0.0 jsonld-streaming-parser@5.0.1
cat > probe.mjs <<'JS'
import jsonld from 'jsonld';
import { JsonLdParser } from 'jsonld-streaming-parser';

const DOSE = 'https://example.com/dose';
const short = (literal) => `${literal.value} (${literal.datatype.value.split('#')[1]})`;
const streamed = (document) =>
  new Promise((done, fail) => {
    const parser = new JsonLdParser();
    parser.on('data', (quad) => done(short(quad.object)));
    parser.on('error', fail);
    parser.end(JSON.stringify(document));
  });
for (const dose of [1.5e-7, 1e-7, 5e-9]) {
  const document = { '@id': 'urn:example:1', [DOSE]: dose };
  const [quad] = await jsonld.toRDF(document, { safe: true });
  const quads = await jsonld.toRDF(document, { safe: true, format: 'application/n-quads' });
  const [node] = await jsonld.fromRDF(quads, { safe: true, format: 'application/n-quads', useNativeTypes: true });
  const back = node[DOSE][0]['@value'];
  console.log(`${dose}: jsonld ${short(quad.object)}, and back ${back}; streaming ${await streamed(document)}`);
}
JS
node probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
1.5e-7: jsonld 1.5E-7 (double), and back 1.5e-7; streaming 1.5E-7 (double)
1e-7: jsonld 0 (integer), and back 0; streaming 1.0E-7 (double)
5e-9: jsonld 0 (integer), and back 0; streaming 5.0E-9 (double)
TEXT
diff expected.txt seen.txt
echo 'still so'
