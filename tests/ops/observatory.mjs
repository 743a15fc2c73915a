// The score of one page, by Mozilla's own scorer, whose scan() knows no ports:
//   node observatory.mjs <folder of the package> <http port> <https port> <path> [<cookie>]
// Prints a line of JSON: the score, and every test that took points away.
import { pathToFileURL } from "node:url";

const [folder, httpPort, httpsPort, path, cookie] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/src/${name}`));
const { retrieve } = await load("retriever/retriever.js");
const { ALL_TESTS } = await load("constants.js");
const { getScoreModifier } = await load("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await load("grader/charts.js");

const headers = ["Accept: text/html", ...(cookie ? [`Cookie: ${cookie}`] : [])];
const seen = await retrieve("127.0.0.1", { httpPort, httpsPort, path, headers });
if (!seen.responses.auto) throw new Error(`no answer from ${path}`);
const found = ALL_TESTS.map((test) => test(seen)).filter((test) => test.result);
const points = found.map((test) => [test.result, getScoreModifier(test.result)]);
const lost = points.filter(([, modifier]) => modifier < 0);
const sum = (rows) => rows.reduce((total, [, modifier]) => total + modifier, 100);
const plain = sum(lost);
const score = plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(points) : plain;
console.log(JSON.stringify({ path, status: seen.responses.auto.status, score, lost }));
