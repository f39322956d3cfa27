// Numbers beside names, read into a ranking or explained: as rules/voting_paper.py does, in its words.

// `typed` is [[candidate number, text], …] in the order of the paper, `names` maps numbers to names.
// Gives `ranking`, and `problems` as [[candidate number, words], …]; no ranking with a problem.
export function readPaper(typed, names) {
  const problems = [];
  const places = new Map();
  for (const [number, given] of typed) {
    const text = given.trim();
    if (!text) continue;
    if (!/^[0-9]{1,3}$/.test(text) || Number(text) === 0) {
      const words = `The choice beside ${names.get(number)} must be a number, like 1 or 2.`;
      problems.push([number, words]);
      continue;
    }
    places.set(Number(text), [...(places.get(Number(text)) ?? []), number]);
  }
  const sorted = [...places].sort(([one], [other]) => one - other);
  for (const [place, chosen] of sorted) {
    if (chosen.length < 2) continue;
    const who = chosen.map((number) => names.get(number)).join(" and ");
    const words = `You gave the number ${place} to ${who}. Give each number once.`;
    problems.push([chosen.at(-1), words]);
  }
  if (!problems.length) problems.push(...gap(sorted));
  if (problems.length) return { ranking: [], problems };
  return { ranking: sorted.map(([, [number]]) => number), problems };
}

function gap(sorted) {
  const wrong = sorted.findIndex(([place], index) => place !== index + 1);
  if (wrong < 0) return [];
  const words = `There is no choice ${wrong + 1}. Number your choices 1, 2, 3 without a gap.`;
  return [[sorted[wrong][1][0], words]];
}

// The number that the button beside an empty box gives.
export function nextChoice(texts) {
  const given = texts.filter((text) => /^[0-9]+$/.test(text)).map(Number);
  return String(Math.max(0, ...given) + 1);
}
