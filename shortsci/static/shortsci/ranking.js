// The plots of the page on ranking, moved by sliders. Without this script the form draws them on the server,
// in votes/ranking_plots.py, by the same formulas.

const form = document.querySelector("form.dials");
const known = JSON.parse(form.dataset.plots);
const sentences = JSON.parse(form.dataset.sentences); // in the language of the page

export function wilson(up, down) {
  const n = up + down;
  if (up === 0) return 0;
  const z = known.z, p = up / n;
  const margin = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return Math.min(Math.max((p + z * z / (2 * n) - margin) / (1 + z * z / n), 0), 1);
}

export function lead(score, age) {
  return Math.sign(score) * Math.log10(Math.max(Math.abs(score), 1)) - age / known.hoursPerDecade;
}

function axis(low, high, start, end) {
  return (value) => start + (Math.min(Math.max(value, low), high) - low) / (high - low) * (end - start);
}

const logOfVotes = axis(0, Math.log10(known.votesHigh), known.left, known.right);
const votesAxis = (votes) => logOfVotes(Math.log10(Math.max(votes, 1)));
const boundAxis = axis(0, 1, known.bottom, known.top);
const hoursAxis = axis(0, known.hoursHigh, known.left, known.right);
const leadAxis = axis(known.leadLow, known.leadHigh, known.bottom, known.top);

function line(places) {
  return `M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

function boundCurve(share) {
  const places = [];
  for (let step = 0; step <= known.steps; step += 1) {
    const votes = known.votesHigh ** (step / known.steps);
    places.push([votesAxis(votes), boundAxis(wilson(share * votes, (1 - share) * votes))]);
  }
  return line(places);
}

function leadCurve(score) {
  return line([0, known.hoursHigh].map((age) => [hoursAxis(age), leadAxis(lead(score, age))]));
}

function read(name, prefix) {
  const number = (field) => {
    const input = form.elements[prefix + field];
    return Math.min(Math.max(Math.trunc(Number(input.value)) || 0, 0), Number(input.max));
  };
  const up = number("up"), down = number("down"), age = number("age");
  const votes = up + down, score = up - down;
  return { name, age, votes, score, share: votes ? up / votes : 0, wilson: wilson(up, down), lead: lead(score, age) };
}

function move(plot, entry, curve, x, y) {
  const part = (kind) => document.querySelector(`.plots .plot-${plot} .plot-${kind}.${entry.name}`);
  part("curve").setAttribute("d", curve);
  part("guide").setAttribute("d", `M${known.left.toFixed(1)} ${y.toFixed(1)}H${x.toFixed(1)}V${known.bottom.toFixed(1)}`);
  part("point").setAttribute("cx", x.toFixed(1));
  part("point").setAttribute("cy", y.toFixed(1));
}

const digits = { votes: 0, share: 3, score: 0, wilson: 6, lead: 6 };

function show(entry) {
  move("wilson", entry, boundCurve(entry.share), votesAxis(entry.votes), boundAxis(entry.wilson));
  move("hot", entry, leadCurve(entry.score), hoursAxis(entry.age), leadAxis(entry.lead));
  for (const [value, places] of Object.entries(digits)) {
    const cell = document.querySelector(`[data-entry="${entry.name}"] [data-value="${value}"]`);
    cell.textContent = entry[value].toFixed(places);
  }
}

function bestVerdict(own, rival) {
  const first = [own.wilson, own.score, own.age], second = [rival.wilson, rival.score, rival.age];
  const place = first.findIndex((value, index) => value !== second[index]);
  if (place < 0) return sentences.best_tie;
  return first[place] > second[place] ? sentences.best_own : sentences.best_rival;
}

function hotVerdict(own, rival) {
  const ahead = own.lead - rival.lead, size = Math.abs(ahead);
  if (size < 0.005) return sentences.hot_tie;
  const hours = (size * known.hoursPerDecade).toFixed(1);
  const sentence = ahead > 0 ? sentences.hot_own : sentences.hot_rival;
  return sentence.replace("{lead}", size.toFixed(2)).replace("{hours}", hours);
}

let spoken;

function redraw() {
  const own = read("own", ""), rival = read("rival", "rival_");
  show(own);
  show(rival);
  clearTimeout(spoken); // a screen reader hears where the slider came to rest
  spoken = setTimeout(() => {
    document.getElementById("verdict").textContent = `${bestVerdict(own, rival)} ${hotVerdict(own, rival)}`;
  }, 150);
}

// Sliders go by cubes, so that a few votes are as easy to set as thousands.
function addSlider(input) {
  const isVotes = !input.name.endsWith("age");
  const slider = document.createElement("input");
  const most = Number(input.max);
  Object.assign(slider, { type: "range", min: 0, max: isVotes ? 100 : most, step: isVotes ? "any" : 1 });
  slider.setAttribute("aria-labelledby", `${input.id}_label`);
  const toVotes = (place) => isVotes ? Math.round((place / 100) ** 3 * most) : place;
  const toPlace = (votes) => isVotes ? Math.cbrt(votes / most) * 100 : votes;
  const follow = () => {
    slider.value = toPlace(Number(input.value));
    slider.setAttribute("aria-valuetext", input.value);
  };
  follow();
  slider.addEventListener("input", () => {
    input.value = toVotes(Number(slider.value));
    slider.setAttribute("aria-valuetext", input.value);
    redraw();
  });
  slider.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    if (!(event.key in steps)) return;
    event.preventDefault(); // one vote a key, wherever the slider stands
    input.value = Math.min(Math.max(Number(input.value) + steps[event.key], 0), most);
    follow();
    redraw();
  });
  input.addEventListener("input", () => {
    follow();
    redraw();
  });
  input.before(slider);
}

for (const input of form.querySelectorAll("input[type=number]")) addSlider(input);
form.classList.add("live");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  redraw();
});
